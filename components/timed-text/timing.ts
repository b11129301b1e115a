import { secondsOf, type Timeline } from "@/components/player/frames";
import { frameOf } from "@/components/player/timecode";
import type { TextFormat } from "@/lib/media/types";
import { type Cue, cuesOf, textOf } from "./cues";

/** An event of a timed text, in seconds from the first frame of the picture that it is for. */
export type TimedCue = { start: number; end: number; text: string };

/** The events of a file in the order of their times, without those of which no time can be made out. */
export function timedCues(text: string, format: TextFormat, timeline: Timeline): TimedCue[] {
  const cues = format === "ttml" ? ttmlCues(text, timeline) : cuesOf(text, format).flatMap(clocked);
  return cues.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
}

/** SubRip writes a comma where WebVTT has a point, and places lines by `{\\an8}`, which is no text. */
function clocked({ begin, end, text }: Cue): TimedCue[] {
  const [from, to] = [clockSeconds(begin), clockSeconds(end)];
  const words = text.replace(/\{\\an?\d+\}/g, "");
  return from === null || to === null ? [] : [{ start: from, end: to, text: words }];
}

/** `01:02:03.5`, `02:03,5`. */
function clockSeconds(text: string): number | null {
  const [, hours = "0", minutes, seconds] = /^(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)$/.exec(text) ?? [];
  if (!minutes || !seconds) return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(",", "."));
}

/** TTML, section 12: begins count from that of what is around, and an end or a duration may be left to it too. */
function ttmlCues(xml: string, timeline: Timeline): TimedCue[] {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  if (document.querySelector("parsererror")) return [];
  const read = ttmlClock(document.documentElement, timeline);
  return [...document.getElementsByTagNameNS("*", "p")].flatMap((paragraph) => {
    const { begin, end } = spanOf(paragraph, read);
    return end === null ? [] : [{ start: begin, end, text: escaped(textOf(paragraph)) }];
  });
}

type ReadTime = (expression: string | null) => number | null;
type Span = { begin: number; end: number | null };

function spanOf(element: Element, read: ReadTime): Span {
  const around: Span = element.parentElement
    ? spanOf(element.parentElement, read)
    : { begin: 0, end: null };
  const begin = around.begin + (read(element.getAttribute("begin")) ?? 0);
  const [end, lasts] = [read(element.getAttribute("end")), read(element.getAttribute("dur"))];
  if (end !== null) return { begin, end: around.begin + end };
  return { begin, end: lasts === null ? around.end : begin + lasts };
}

const parameters = "http://www.w3.org/ns/ttml#parameter";

/** Reads the time expressions of a document by its own rates (section 12.3.1). */
function ttmlClock(root: Element, timeline: Timeline): ReadTime {
  const parameter = (name: string) => root.getAttributeNS(parameters, name);
  const [times = 1, per = 1] = (parameter("frameRateMultiplier") ?? "1 1")
    .split(/[ :]/)
    .map(Number);
  const rate = (Number(parameter("frameRate") ?? 30) * times) / per;
  const ticks = Number(parameter("tickRate") ?? 1);
  const units: Record<string, number> = {
    h: 3600,
    m: 60,
    s: 1,
    ms: 0.001,
    f: 1 / rate,
    t: 1 / ticks,
  };
  // Its labels are those of the source then: the first frame has the source's start timecode.
  const labelled = parameter("timeBase") === "smpte" && timeline.startTimecode !== null;
  return (expression) => {
    if (expression === null) return null;
    const [, count, unit] = /^([\d.]+)(h|ms|m|s|f|t)$/.exec(expression) ?? [];
    if (count && unit) return Number(count) * (units[unit] ?? 0);
    const [, clock, frames] = /^(\d+:\d\d:\d\d(?:\.\d+)?)(?:[:;](\d+))?$/.exec(expression) ?? [];
    if (!clock) return null;
    if (!labelled) return (clockSeconds(clock) ?? 0) + Number(frames ?? 0) / rate;
    const frame = frameOf(`${clock}:${frames ?? "00"}`, timeline);
    return frame === null ? null : secondsOf(frame, timeline.frameRate);
  };
}

/** As WebVTT writes plain text. */
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
