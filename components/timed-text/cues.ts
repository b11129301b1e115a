import type { TextFormat } from "@/lib/media/types";

/** One event of a timed text, its times as the file writes them. */
export type Cue = { begin: string; end: string; text: string };

/** Those of a file as it was delivered. @returns nothing for what is no timed text */
export function cuesOf(text: string, format: TextFormat): Cue[] {
  if (format === "ttml") return readTtmlCues(text);
  return format === "srt" || format === "vtt" ? readCues(text) : [];
}

/** The cues of a SubRip or WebVTT file, in its order, their markup as written. */
export function readCues(text: string): Cue[] {
  const blocks = text.replaceAll("\r\n", "\n").split(/\n{2,}/);
  return blocks.flatMap((block) => {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => timingLine.test(line));
    const timing = timingLine.exec(lines[at] ?? "");
    if (!timing) return [];
    const [, begin = "", end = ""] = timing;
    return {
      begin,
      end,
      text: lines
        .slice(at + 1)
        .join("\n")
        .trim(),
    };
  });
}

const timingLine = /^([\d:.,]+) --> ([\d:.,]+)/;

/** The paragraphs of a TTML document. @returns nothing where it is no XML */
function readTtmlCues(xml: string): Cue[] {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  if (document.querySelector("parsererror")) return [];
  return [...document.getElementsByTagNameNS("*", "p")].map((paragraph) => ({
    begin: paragraph.getAttribute("begin") ?? "",
    end: paragraph.getAttribute("end") ?? paragraph.getAttribute("dur") ?? "",
    text: textOf(paragraph),
  }));
}

/** A paragraph's words: with its line breaks, and without those of the source. */
export function textOf(node: Node): string {
  const parts = [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return child.textContent?.replace(/\s+/g, " ") ?? "";
    return (child as Element).localName === "br" ? "\n" : textOf(child);
  });
  return parts.join("").trim();
}
