import Timecode from "smpte-timecode";
import { frameBeginningAt, type Timeline } from "./frames";

/** The timecode of a frame: `01:00:12:07`, or `01:00:12;07` where it is drop-frame (SMPTE ST 12-1). */
export function timecodeOf(frame: number, timeline: Timeline): string {
  const day = framesADay(timeline);
  return new Timecode((startFrame(timeline) + frame) % day, ...settings(timeline)).toString();
}

/** Of the last frame. */
export const endTimecode = (timeline: Timeline) => timecodeOf(timeline.frames - 1, timeline);

export type Jump = { frame: number } | { fault: string };

/**
 * The frame that someone means who types a timecode: whole (`01:00:12:07`), its last parts (`12:07`, `7`) or its
 * digits (`1207`), what is left out being that of the frame on view; `+12` and `-12` count frames from it.
 */
export function readJump(typed: string, shown: number, timeline: Timeline): Jump {
  const text = typed.trim();
  const relative = /^([+-])\s*(\d{1,7})$/.exec(text);
  if (relative) return within(shown + Number(`${relative[1]}${relative[2]}`), timeline, "That is");
  const parts = partsOf(text);
  if (!parts) return { fault: "A timecode is HH:MM:SS:FF." };
  const here = timecodeOf(shown, timeline).split(/[:;]/);
  const whole = [...here.slice(0, 4 - parts.length), ...parts].map((part) => part.padStart(2, "0"));
  const label = `${whole.slice(0, 3).join(":")}${timeline.dropFrame ? ";" : ":"}${whole[3]}`;
  const frame = frameOf(label, timeline);
  if (frame === null) return { fault: `There is no ${label} at this frame rate.` };
  // A programme may run over midnight: a label before its start is one of the next day.
  const ahead = frame < 0 ? frame + framesADay(timeline) : frame;
  return within(ahead, timeline, `${label} is`);
}

/**
 * The frame that bears a timecode, `HH:MM:SS:FF`, counted from the first; below 0 for one before the source's start.
 * @returns null when there is none such at this frame rate
 */
export function frameOf(label: string, timeline: Timeline): number | null {
  try {
    return new Timecode(label, ...settings(timeline)).frameCount - startFrame(timeline);
  } catch {
    return null;
  }
}

function within(frame: number, timeline: Timeline, what: string): Jump {
  if (frame >= 0 && frame < timeline.frames) return { frame };
  const [from, to] = [timecodeOf(0, timeline), endTimecode(timeline)];
  return { fault: `${what} outside of the file, which has ${from} to ${to}.` };
}

/** Up to four parts, or up to eight digits read from the right, two a part. */
function partsOf(text: string): string[] | null {
  if (/^\d{3,8}$/.test(text)) return text.match(/\d{1,2}(?=(\d\d)*$)/g);
  return /^\d{1,2}([:;.,]\d{1,2}){0,3}$/.test(text) ? text.split(/[:;.,]/) : null;
}

/** 0 for a source that states none, or one that is no timecode at its rate. */
function startFrame(timeline: Timeline): number {
  if (!timeline.startTimecode) return 0;
  const label = timeline.startTimecode.replace(/[;.,]/, ":");
  try {
    return new Timecode(label, ...settings(timeline)).frameCount;
  } catch {
    return 0;
  }
}

/** By timecode: 24 hours of drop-frame labels are fewer. */
const framesADay = (timeline: Timeline) =>
  new Timecode(lastOfDay(timeline), ...settings(timeline)).frameCount + 1;

const lastOfDay = (timeline: Timeline) =>
  `23:59:59${timeline.dropFrame ? ";" : ":"}${String(frameBeginningAt(1, timeline.frameRate) - 1).padStart(2, "0")}`;

/** Drop-frame is for the rates that are a thousandth slow only. */
const settings = ({ frameRate: { numerator, denominator }, dropFrame }: Timeline) =>
  [[numerator, denominator], dropFrame && denominator === 1001] as const;
