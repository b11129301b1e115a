import { bytesInWords } from "@/components/ui/bytes";
import { relativeTime } from "@/components/ui/time-text";
import { foldText } from "@/lib/materials/rules";
import type { ColumnId, ListedMaterial } from "@/lib/materials/types";
import { languageName } from "@/lib/source-requests/rules";

/** What a cell says, for filters, value lists and sorting. */
export type Cell = {
  /** Folded; what the text filter looks in. */
  folded: string;
  /** What the value filter lists; "" for an empty cell. */
  value: string;
  /** What it sorts by; null stands last in either direction. */
  key: string | number | null;
};

export type ReadCell = (row: ListedMaterial, column: ColumnId) => Cell;

/** The moment and the zone in which dates are said: the server's, handed down, so that both sides agree. */
export type Clock = { now: Date; timeZone: string };

type Cells = Partial<Record<ColumnId, Cell>>;

/** What rows say at any moment: as long as a row is held, its texts are folded once. */
const timeless = new WeakMap<ListedMaterial, Cells>();

/** Reads cells and remembers them. */
export function cellReader(clock: Clock): ReadCell {
  const timely = new WeakMap<ListedMaterial, Cells>();
  return (row, column) => {
    const known = column === "deliveredOn" ? timely : timeless;
    const cells = known.get(row) ?? {};
    const cell = cells[column];
    if (cell) return cell;
    known.set(row, cells);
    const read = new LazyCell(says[column](row, clock));
    cells[column] = read;
    return read;
  };
}

type Says = { value: string; text?: string; key?: string | number | null };

/** Of ten thousand cells a filter needs the folded texts, a sort the keys, and most of the time nobody either. */
class LazyCell implements Cell {
  readonly value: string;
  #said: Says;
  #folded: string | undefined;
  #key: Cell["key"] | undefined;

  constructor(said: Says) {
    this.value = said.value;
    this.#said = said;
  }

  get folded() {
    this.#folded ??= foldText(this.#said.text ?? this.value);
    return this.#folded;
  }

  get key() {
    if (this.#key === undefined) {
      const { key = this.value || null } = this.#said;
      this.#key = typeof key === "string" ? naturalKey(key) : key;
    }
    return this.#key;
  }
}

/** "reel 10" stands after "reel 9". */
const naturalKey = (text: string) =>
  foldText(text).replace(/\d+/g, (digits) => digits.padStart(12, "0"));

const says: Record<ColumnId, (row: ListedMaterial, clock: Clock) => Says> = {
  title: (row) => {
    const value = titleLabel(row.title);
    return { value, text: `${row.assetType.name} ${value}` };
  },
  fileName: (row) => ({ value: row.fileName ?? "" }),
  qcStatus: (row) => ({ value: row.qcStatus ?? "" }),
  newlyAdded: (row) => ({ value: row.newlyAdded ? newlyAddedLabels[row.newlyAdded] : "" }),
  downloaded: (row) => {
    const label = downloadedLabel(row);
    if (!label) return { value: "" };
    const { words, percent } = label;
    return { value: words, text: percent === null ? words : `${words} ${percent} %` };
  },
  deliveredOn: ({ deliveredOn }, { now, timeZone }) => ({
    value: deliveredOn ? relativeTime(new Date(deliveredOn), now, timeZone) : "",
    key: deliveredOn ? Date.parse(deliveredOn) : null,
  }),
  version: ({ version }) => ({ value: version === null ? "" : `v${version}`, key: version }),
  variant: (row) => ({ value: row.variant ?? "" }),
  language: ({ language }) => ({ value: language ? languageName(language) : "" }),
  size: ({ bytes }) => ({ value: bytes === null ? "" : bytesInWords(bytes), key: bytes }),
  duration: ({ durationSeconds }) => ({
    value: durationSeconds === null ? "" : durationLabel(durationSeconds),
    key: durationSeconds,
  }),
  requests: ({ requests }) => ({ value: requests.join(", ") }),
};

/** "Glass S01E03": which title, season and episode. */
export const titleLabel = ({ name, episode }: ListedMaterial["title"]) =>
  episode ? `${name} ${episode}` : name;

export const newlyAddedLabels = { new: "New", updated: "Updated" } as const;

export type DownloadedLabel = {
  words: "Downloading" | "Downloaded" | "Processing" | "Failed";
  percent: number | null;
};

/** The one label of the Downloaded cell (DESIGN.md, *Downloaded*); null where it is empty. */
export function downloadedLabel({
  availability,
  downloaded,
  proxy,
}: ListedMaterial): DownloadedLabel | null {
  if (availability === "processing")
    return { words: "Processing", percent: proxy?.percent ?? null };
  if (availability === "failed") return { words: "Failed", percent: null };
  if (!downloaded) return null;
  if (downloaded.state === "downloading")
    return { words: "Downloading", percent: downloaded.percent };
  return { words: "Downloaded", percent: null };
}

/** "1:02:09", "0:41" */
export function durationLabel(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}
