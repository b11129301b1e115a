import type { BundleCommands } from "@/lib/bundles/types";

// What carries a download, other than the browser: a line for a terminal, a paper for a program.

export const lineNames = {
  aria2c: "aria2c line",
  curl: "curl line",
  aria2cFiles: "aria2c line for separate files",
  receipts: "receipt line",
} satisfies Partial<Record<keyof BundleCommands, string>>;

export const paperNames = {
  metalinkUrl: "Metalink 4 file",
  urlListUrl: "List of URLs",
  manifestUrl: "Manifest (ASC MHL)",
} satisfies Partial<Record<keyof BundleCommands, string>>;

export type Line = keyof typeof lineNames;
export type Paper = keyof typeof paperNames;
export type Carrier = Line | Paper;

export const isLine = (carrier: Carrier): carrier is Line => carrier in lineNames;

/** What is said when a command was carried out, or refused. */
export type Said = {
  tone: "done" | "refused";
  words: string;
  /** A line that the browser did not let the page copy: to be copied by hand. */
  byHand?: string;
  /** A line that is wanted next. */
  next?: { name: string; line: string };
  /** It speaks of proxies that are being made, as of this moment of `Date.now()`; it goes when one of them is not any more. */
  makingAt?: number;
};

/** What is said once a line was made, whether it could be copied or not. */
export function lineSaid(line: Line, commands: BundleCommands, copied: boolean): Said {
  const text = commands[line] ?? "";
  const oneFile = commands.aria2cFiles === null;
  const head = copied
    ? `The ${lineNames[line]} is copied.`
    : `Your browser did not let the ${lineNames[line]} be copied: copy it from here.`;
  return {
    tone: "done",
    words: `${head} ${whatToDo(line, oneFile)}`,
    ...(!copied && { byHand: text }),
    ...(line !== "receipts" && { next: { name: lineNames.receipts, line: commands.receipts } }),
  };
}

function whatToDo(line: Line, oneFile: boolean): string {
  if (line === "receipts")
    return oneFile
      ? "Run it in a terminal, in the folder that holds the file: if it arrived right, it is marked verified."
      : "Run it in a terminal, beside the unpacked folder: files that arrived right are marked verified.";
  const zip = oneFile || line === "aria2cFiles" ? "" : " and the zip is unpacked there";
  return `Run it in a terminal; run again, it goes on where it stopped. When it is done${zip}, run the receipt line in the same place to have what arrived verified.`;
}

/** What is said once a paper was handed to the browser. */
export const paperSaid = (paper: Paper): Said => ({
  tone: "done",
  words: `${paperNames[paper]}: it is among your browser’s downloads.`,
});
