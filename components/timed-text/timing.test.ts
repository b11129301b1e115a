import { expect, test } from "vitest";
import { timedCues } from "./timing";

const timeline = {
  ...{ frames: 240, frameRate: { numerator: 24, denominator: 1 } },
  ...{ startTimecode: "01:00:00:00", dropFrame: false },
};

test("SubRip's times are seconds, and its placing is no text", () => {
  const srt =
    "1\n00:01:01,500 --> 00:01:02,000\n{\\an8}Ja.\n\n2\n00:00:01,000 --> 01:00:01,250\n<i>Nein</i>\n";
  expect(timedCues(srt, "srt", timeline)).toEqual([
    { start: 1, end: 3601.25, text: "<i>Nein</i>" },
    { start: 61.5, end: 62, text: "Ja." },
  ]);
});

test("WebVTT may leave the hours out; what ends before it begins is never shown", () => {
  const vtt = "WEBVTT\n\n00:01.000 --> 00:02.750\nOne\n\n100:00:03.000 --> 00:04.000\nTwo\n";
  expect(timedCues(vtt, "vtt", timeline)).toEqual([{ start: 1, end: 2.75, text: "One" }]);
});

test("an event whose time can't be read is not shown, rather than from the beginning", () => {
  const srt = "1\n00:00:10:500 --> 00:00:12,000\nJa.\n\n2\n00:00:01,000 --> 00:00:02,000\nNein\n";
  expect(timedCues(srt, "srt", timeline)).toEqual([{ start: 1, end: 2, text: "Nein" }]);
});

test("a script has no times", () => {
  expect(timedCues("INT. HARBOUR, NIGHT", "txt", timeline)).toEqual([]);
});
