// Lines for people to copy into a terminal: any POSIX shell.

/** What a line fetches; the file name is one component of a path, the checksum goes along where it is known. */
export type Fetched = { url: string; fileName: string; md5?: string };

/** One line that fetches the file by eight connections, resumes what is there, and checks the checksum. */
export const aria2cLine = ({ url, fileName, md5 }: Fetched): string =>
  shellLine([
    "aria2c",
    "--continue=true",
    "--auto-file-renaming=false", // Else a line that is run again starts over under a new name.
    "--max-connection-per-server=8",
    "--split=8",
    "--min-split-size=1M",
    ...(md5 === undefined ? [] : [`--checksum=md5=${md5}`]),
    `--out=${fileName}`,
    url,
  ]);

/** One line that fetches the file and goes on where it stopped when it is run again. */
export const curlLine = ({ url, fileName }: Fetched): string =>
  shellLine([
    "curl",
    "--fail",
    "--location",
    "--globoff", // The URL is meant as it stands, brackets and all.
    "--continue-at",
    "-",
    "--output",
    `./${fileName}`, // So that "-" is a file, not the terminal.
    url,
  ]);

/** What a line tells, and of which file: `path` is from where the line is run. */
export type Receipt = { url: string; path: string };

/**
 * One line that tells the checksum of a file that arrived: `openssl` is where `md5sum` or `md5` may not be. It says
 * the file's name and what was answered, and fails unless the file is verified.
 */
export function receiptLine({ url, path }: Receipt): string {
  const file = shellWord(`./${path}`);
  const json = `"{\\"md5\\":\\"$(openssl md5 -r < ${file} | cut -c1-32)\\"}"`;
  const told = `curl --silent --show-error --globoff --header content-type:application/json --data ${json} ${shellWord(url)}`;
  // Not --fail-with-body, which curl has since 7.76 only (2021).
  return `(printf '%s: ' ${file}; [ -f ${file} ] || { echo 'is not here'; exit 1; }; said=$(${told}); echo "$said"; case $said in *'"state":"verified"'*) ;; *) exit 1 ;; esac)`;
}

/** A script of many such lines, that fails if one of them does, or if not all of it has come. */
export const receiptsScript = (receipts: readonly Receipt[]): string =>
  [
    "{",
    "bad=0",
    ...receipts.map((one) => `${receiptLine(one)} || bad=1`),
    "exit $bad",
    "}",
    "",
  ].join("\n");

/** One line that runs the script of many files' receipts, which a URL answers; it fails if the URL does. */
export const receiptsLine = (url: string): string =>
  `{ ${shellLine(["curl", "--fail", "--silent", "--show-error", "--globoff", url])} || echo 'exit 1'; } | sh`;

/** One line that fetches the files of a Metalink into their folders, and checks each by its hash. */
export const aria2cFilesLine = (metalinkUrl: string): string =>
  shellLine([
    "aria2c",
    "--continue=true",
    "--auto-file-renaming=false",
    "--check-integrity=true", // What is whole already is not fetched again.
    "--follow-metalink=mem",
    "--max-connection-per-server=8",
    "--min-split-size=1M",
    metalinkUrl,
  ]);

/** One URL a line, as `wget --input-file` and `aria2c --input-file` read them. */
export const urlList = (urls: readonly string[]): string => urls.map((url) => `${url}\n`).join("");

const shellLine = (words: string[]) => words.map(shellWord).join(" ");

/** The word quoted so that a shell passes it on unchanged (POSIX.1-2017, Shell Command Language, 2.2.2); plain words stay plain. */
function shellWord(word: string): string {
  if (word.includes("\0")) throw new RangeError("a word of a shell can't hold NUL");
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
