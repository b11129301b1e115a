/** What the read-me tells of a bundle. */
export type BundleStory = {
  /** The name of the folder that everything stands in. */
  root: string;
  createdAt: Date;
  takenBy: { name: string; partner: string };
  /** What it was taken for: a line each. */
  requests: readonly string[];
  /** What was taken, without read-me and history; paths from the root folder. */
  files: readonly { path: string; bytes: number }[];
  /** Where the manifest stands, from the root folder. */
  manifestPath: string;
  supportAddress: string;
};

/**
 * The read-me of a bundle, for people: what is inside, whose it is, how to check it. UTF-8, with the line
 * ends of Windows: macOS and Linux show them as well as their own, while Windows' older Notepad runs lines
 * together that end in a line feed alone.
 */
export function readMe(story: BundleStory): string {
  const { root, createdAt, takenBy, requests, files, manifestPath, supportAddress } = story;
  const lines = [
    root,
    "",
    `Taken by ${takenBy.name}, ${takenBy.partner}`,
    `on ${createdAt.toISOString().slice(0, 19).replace("T", " at ")} UTC`,
    ...section("For", requests),
    ...section("What is inside", [...byFolder(files), sum("in all", files)]),
    ...section("Is it whole, and as it was delivered?", [
      "Every file and its checksums (xxh64 and md5) are listed in",
      `  ${manifestPath}`,
      "by the ASC Media Hash List standard, version 2.0 (https://ascmhl.com). Programs for handling",
      "media read it; so does the standard's own tool, which checks all of this folder at once:",
      "  ascmhl verify FOLDER",
      "To check a single file, compare its md5 in the list with what one of these prints:",
      "  Linux     md5sum FILE",
      "  macOS     md5 FILE",
      "  Windows   certutil -hashfile FILE MD5",
    ]),
    ...section("Questions", [supportAddress]),
  ];
  return lines.map((line) => `${onOneLine(line)}\r\n`).join("");
}

const section = (heading: string, lines: readonly string[]) => [
  "",
  heading,
  ...lines.map(indented),
];
const indented = (line: string) => `  ${line}`;

/** A line for each folder at the top, which stands for a title, in the order in which they come. */
function byFolder(files: BundleStory["files"]): string[] {
  const groups = new Map<string, BundleStory["files"][number][]>();
  for (const file of files) {
    const folder = file.path.split("/", 1)[0] ?? "";
    const group = groups.get(folder);
    if (group) group.push(file);
    else groups.set(folder, [file]);
  }
  return Array.from(groups, ([folder, group]) => sum(folder, group));
}

function sum(label: string, files: BundleStory["files"]) {
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  const figure = (value: number) => value.toLocaleString("en");
  return `${label}: ${figure(files.length)} ${files.length === 1 ? "file" : "files"}, ${figure(bytes)} bytes`;
}

const onOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
