// Which bytes a request asks for, and whether it wants them at all: RFC 9110 sections 13 and 14, without the sending.

/** Half-open: from `start` up to, but not including, `end`. */
export type ByteRange = { start: number; end: number };

/** A request for more is answered whole: each range costs a seek, and only a broken client needs so many. */
const MAX_RANGES = 16;

/**
 * The ranges that a Range header asks for, in its order, those that touch joined (section 15.3.7.2).
 * Null when the header is to be ignored: malformed, another unit, too many ranges. Empty when none can be
 * satisfied, which is 416. The last bytes of an empty representation are all of it, so that is null too.
 */
export function requestedRanges(header: string, size: number): ByteRange[] | null {
  const specs = /^bytes=(.*)$/i
    .exec(header.trim())?.[1]
    ?.split(",")
    .map((spec) => spec.trim())
    .filter((spec) => spec !== "");
  if (!specs?.length || specs.length > MAX_RANGES) return null;
  const ranges: ByteRange[] = [];
  for (const spec of specs) {
    const [, first, last] = /^(\d*)-(\d*)$/.exec(spec) ?? [];
    if (first === undefined || last === undefined || first + last === "") return null;
    if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
    if (first === "" && Number(last) > 0 && size === 0) return null;
    const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
    const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
    if (start < end) ranges.push({ start, end });
  }
  return joinTouching(ranges);
}

function joinTouching(ranges: ByteRange[]): ByteRange[] {
  const joined: ByteRange[] = [];
  for (const range of ranges) {
    let whole = range;
    let place = joined.length;
    for (let i = joined.length - 1; i >= 0; i -= 1) {
      const other = joined[i];
      if (!other || other.end < whole.start || whole.end < other.start) continue;
      whole = { start: Math.min(other.start, whole.start), end: Math.max(other.end, whole.end) };
      joined.splice(i, 1);
      place = i;
    }
    joined.splice(place, 0, whole);
  }
  return joined;
}

/** What tells one state of a resource from another. Ours are strong: the same validators are the same bytes. */
export type Validators = {
  /** With its quotes. */
  etag: string;
  lastModified: Date;
};

/** Section 13.2.2: whether a GET or HEAD goes on (null), or is answered 304 or 412. */
export function failedPrecondition(headers: Headers, validators: Validators): 304 | 412 | null {
  const modified = inSeconds(validators.lastModified.getTime());
  const ifMatch = headers.get("if-match");
  const unmodifiedSince = httpDate(headers.get("if-unmodified-since"));
  if (ifMatch !== null) {
    if (!names(ifMatch, validators.etag, "strongly")) return 412;
  } else if (unmodifiedSince !== null && modified > unmodifiedSince) return 412;
  const ifNoneMatch = headers.get("if-none-match");
  const modifiedSince = httpDate(headers.get("if-modified-since"));
  if (ifNoneMatch !== null) {
    if (names(ifNoneMatch, validators.etag, "weakly")) return 304;
  } else if (modifiedSince !== null && modified <= modifiedSince) return 304;
  return null;
}

/** Section 13.1.5: whether a Range header counts. A date counts when it is exactly ours, an entity tag only when strong. */
export function rangeCounts(headers: Headers, { etag, lastModified }: Validators): boolean {
  const ifRange = headers.get("if-range")?.trim();
  if (ifRange === undefined) return true;
  return /^(W\/)?"/.test(ifRange)
    ? ifRange === etag
    : httpDate(ifRange) === inSeconds(lastModified.getTime());
}

/** Sections 8.8.3.2, 13.1.1 and 13.1.2: `*` names whatever there is; a weak tag is never strongly equal. */
function names(list: string, etag: string, how: "strongly" | "weakly") {
  if (list.trim() === "*") return true;
  const tags = list.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? [];
  return tags.some((tag) => (how === "weakly" ? tag.replace(/^W\//, "") : tag) === etag);
}

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** Section 5.6.7: an HTTP date in any of its three forms, as seconds since the epoch; null for anything else. */
function httpDate(text: string | null): number | null {
  if (!text || !/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text)) return null;
  const time = Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? null : inSeconds(time);
}
