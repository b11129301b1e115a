// Names of files as Windows, macOS and Linux all take them. Names are shown as supplied everywhere else and
// made safe only where they leave: in a zip, in a header.

/** What every file system in use takes: ext4 and APFS count bytes of UTF-8, NTFS (UTF-16 units) is then content too. */
const NAME_BYTES = 255;
/**
 * The length that a path in a zip should keep, in UTF-16 units. Windows' Explorer unpacks no path beyond 260
 * with drive, folders and a NUL, and puts some 75 in front: "C:\Users\…\Downloads\" and a folder named as the zip.
 */
const PATH_LENGTH = 185;
/** No folder is cut below this for the sake of the path's length. */
const FOLDER_LENGTH = 12;

/** Not to be seen, not to be typed, or able to show a name as another: controls, halves of characters, bidi marks. */
const invisible = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;
/** Windows, "Naming Files, Paths, and Namespaces"; "/" everywhere. */
const forbidden = /[<>:"/\\|?*]/g;
/**
 * Devices, which Windows finds under any extension too, and `ascmhl`, which marks a folder with a history
 * of its own to every tool that reads ASC MHL.
 */
const reserved =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)|^ascmhl$/i;
const edges = /^\s+|[\s.]+$/gu;
/** Short, of letters and digits: the tail of a sentence is no extension. */
const extensionPattern = /(?<=.)\.[\p{L}\p{N}_-]{1,16}$/u;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * The name as one component of a path that every system takes: without what is invisible or forbidden,
 * normalised (NFC), not reserved, at most 255 bytes of UTF-8. A file's extension stays, and no character as
 * a reader sees them is split. A safe name stays as it is.
 */
export function safeName(name: string): string {
  const { stem, extension } = halves(cleaned(name));
  return shortened(stem, extension, inNameBytes);
}

/**
 * Safe paths for the wanted ones, each a list of components that ends with the file's name; the same list
 * gives the same paths. Folders that are wanted alike are one. Files, and folders that differ only in what
 * is lost or in what some systems don't tell apart (case, normal form), get " (2)", " (3)" … in order of
 * coming. Where a path would be longer than 185 UTF-16 units, its folders are cut alike, but no file's name.
 */
export function safePaths(wanted: readonly (readonly string[])[]): string[] {
  const known = new Map<string, string>(); // Most folders come again and again.
  const safeOf = (name: string) =>
    known.get(name) ?? known.set(name, safeName(name)).get(name) ?? "";
  const safe = wanted.map((components) => components.map(safeOf));
  const longest = new Map<string, number>(); // By folder as wanted, where a path through it is too long.
  safe.forEach((names, i) => {
    const length = folderLength(names);
    if (length === NAME_BYTES) return;
    foldersOf(wanted[i] ?? []).forEach((folder) => {
      longest.set(folder, Math.min(length, longest.get(folder) ?? length));
    });
  });
  const folders = new Map<string, string>();
  const take = namesTaken();

  function folder(parent: string, name: string, asWanted: string) {
    const length = longest.get(asWanted) ?? NAME_BYTES;
    const fits = (short: string) => inNameBytes(short) && short.length <= length;
    const path = folders.get(asWanted) ?? take(parent, { stem: name, extension: "" }, fits);
    folders.set(asWanted, path);
    return path;
  }

  return safe.map((names, i) => {
    const parent = foldersOf(wanted[i] ?? []).reduce(
      (path, asWanted, depth) => folder(path, names[depth] ?? "", asWanted),
      "",
    );
    return take(parent, halves(names.at(-1) ?? safeName("")), inNameBytes);
  });
}

/** Each folder of a wanted path, from the outermost, as what tells it from all others. */
const foldersOf = (wanted: readonly string[]) =>
  wanted.slice(0, -1).map((_, depth) => wanted.slice(0, depth + 1).join("\0"));

/** What most names are: nothing in them is lost, and case is all that some systems don't tell apart. */
const plain = /^[\w()+,-](?:[\w()+,. -]*[\w()+,-])?$/;

function cleaned(name: string) {
  if (plain.test(name)) return reserved.test(name) ? `_${name}` : name;
  const visible = name.replace(invisible, "").normalize("NFC").replace(forbidden, "_");
  const trimmed = visible.replace(edges, "") || "unnamed";
  return reserved.test(trimmed) ? `_${trimmed}` : trimmed;
}

type Halves = { stem: string; extension: string };

function halves(name: string): Halves {
  const extension = extensionPattern.exec(name)?.[0] ?? "";
  return { stem: name.slice(0, name.length - extension.length), extension };
}

type Fits = (name: string) => boolean;

const inNameBytes: Fits = (name) => Buffer.byteLength(name) <= NAME_BYTES;

/** Stem and tail, the stem cut until it fits; never to a reserved name. */
function shortened(stem: string, tail: string, fits: Fits): string {
  if (fits(stem + tail)) return stem + tail;
  let kept = "";
  for (const { segment } of graphemes.segment(stem)) {
    if (!fits(kept + segment + tail)) break;
    kept += segment;
  }
  const name = (kept.replace(edges, "") || "unnamed") + tail;
  return reserved.test(name) ? shortened(`_${stem}`, tail, fits) : name;
}

/** A register of what stands in each folder: it gives each comer a path of its own, with a number where need be. */
function namesTaken() {
  const numbers = new Map<string, number>(); // By folded path, the number that was given last.
  return (parent: string, { stem, extension }: Halves, fits: Fits) => {
    const pathOf = (name: string) => (parent === "" ? name : `${parent}/${name}`);
    const keyOf = (name: string) => pathOf(folded(name));
    let name = shortened(stem, extension, fits);
    let key = keyOf(name);
    const plainKey = key;
    let number = numbers.get(plainKey) ?? 1;
    while (numbers.has(key)) {
      name = shortened(stem, ` (${++number})${extension}`, fits);
      key = keyOf(name);
    }
    numbers.set(key, 1);
    numbers.set(plainKey, number);
    return pathOf(name);
  };
}

/** What names that some system takes for one have in common: Unicode's canonical caseless matching (D145), or more. */
const folded = (name: string) =>
  plain.test(name)
    ? name.toUpperCase()
    : name.normalize("NFD").toLowerCase().toUpperCase().normalize("NFD");

/** How long each folder of the path may be to keep all of it within its length. */
function folderLength(names: readonly string[]) {
  // Most paths are short as they are.
  if (names.reduce((sum, { length }) => sum + length, names.length - 1) <= PATH_LENGTH)
    return NAME_BYTES;
  const folders = names.slice(0, -1).map((name) => name.length);
  const room = PATH_LENGTH - (names.at(-1)?.length ?? 0) - folders.length;
  const fits = (longest: number) =>
    folders.reduce((sum, length) => sum + Math.min(length, longest), 0) <= room;
  let longest = NAME_BYTES;
  while (longest > FOLDER_LENGTH && !fits(longest)) longest -= 1;
  return longest;
}
