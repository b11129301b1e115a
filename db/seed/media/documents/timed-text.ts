import { wordsIn } from "../../stories";
import type { Story, Words } from "../../stories/types";
import { leaderSeconds, nominalRate } from "../../timecode";

export type TimedTextKind = "dialogue" | "sdh" | "forced";

type Caption = { from: number; to: number; lines: string[] };

/** Captions against the proxy's own file: the leader counts. Times in seconds. */
function captions(story: Story, kind: TimedTextKind, language: string): Caption[] {
  const leader = leaderSeconds(story.frameRate);
  const shift = ({ from, to, words }: { from: number; to: number; words: Words }) => ({
    from: from + leader,
    to: to + leader,
    lines: [wordsIn(story, words, language)],
  });
  if (kind === "forced") return story.onScreen.map(shift);
  return story.cues.map((cue) => {
    const caption = shift(cue);
    if (kind === "dialogue") return caption;
    return { ...caption, lines: [cue.sound ?? `[${cue.character}]`, ...caption.lines] };
  });
}

/** WebVTT of W3C. */
export function vtt(story: Story, kind: TimedTextKind, language: string, revision: number) {
  const header = `WEBVTT\nKind: subtitles\nLanguage: ${language}\n\nNOTE ${story.slateName}, revision ${revision}. Times are the proxy's own; the first frame of picture is at ${clock(leaderSeconds(story.frameRate), ".")}.\n`;
  const cues = captions(story, kind, language).map(
    ({ from, to, lines }, i) =>
      `${i + 1}\n${clock(from, ".")} --> ${clock(to, ".")}\n${lines.map(escapeMarkup).join("\n")}\n`,
  );
  return `${header}\n${cues.join("\n")}`;
}

/** SubRip has no comments: a later revision holds its captions a little longer. */
export function srt(story: Story, kind: TimedTextKind, language: string, revision: number) {
  const cues = captions(story, kind, language).map(
    ({ from, to, lines }, i) =>
      `${i + 1}\n${clock(from, ",")} --> ${clock(to + (revision - 1) * 0.08, ",")}\n${lines.join("\n")}\n`,
  );
  return cues.join("\n");
}

/** TTML in the text profile of IMSC 1.1 (W3C); forced narratives are displayed always. */
export function ttml(story: Story, kind: TimedTextKind, language: string, revision: number) {
  const { numerator, denominator } = story.frameRate;
  const fps = nominalRate(story.frameRate);
  const direction = language === "ar" ? ' tts:direction="rtl" tts:unicodeBidi="embed"' : "";
  const forced = kind === "forced" ? ' itts:forcedDisplay="true"' : "";
  const body = captions(story, kind, language).map(({ from, to, lines }, i) => {
    const words = lines.map(escapeMarkup).join("<br/>");
    return `      <p xml:id="c${i + 1}" begin="${clock(from, ".")}" end="${clock(to, ".")}" region="${kind === "forced" ? "top" : "bottom"}" style="plain"${forced}>${words}</p>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:itts="http://www.w3.org/ns/ttml/profile/imsc1#styling" xml:lang="${language}" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" ttp:timeBase="media" ttp:frameRate="${fps}" ttp:frameRateMultiplier="${(fps * denominator) / numerator === 1 ? "1 1" : "1000 1001"}">
  <head>
    <metadata><ttm:title>${escapeMarkup(story.slateName)}</ttm:title><ttm:desc>${kind}, revision ${revision}</ttm:desc></metadata>
    <styling><style xml:id="plain" tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:color="white" tts:backgroundColor="transparent" tts:textAlign="center"${direction}/></styling>
    <layout>
      <region xml:id="bottom" tts:origin="10% 80%" tts:extent="80% 15%" tts:displayAlign="after"/>
      <region xml:id="top" tts:origin="10% 5%" tts:extent="80% 15%" tts:displayAlign="before"/>
    </layout>
  </head>
  <body>
    <div>
${body.join("\n")}
    </div>
  </body>
</tt>
`;
}

function clock(seconds: number, point: "." | ",") {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace(".", point);
}

const escapeMarkup = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
