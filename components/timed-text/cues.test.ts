import { expect, test } from "vitest";
import { readCues } from "./cues";

test("reads the cues of SubRip, Windows line ends and all", () => {
  const srt =
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nBonjour.\r\nÇa va ?\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n<i>(rire)</i>\r\n";
  expect(readCues(srt)).toEqual([
    { begin: "00:00:01,000", end: "00:00:02,500", text: "Bonjour.\nÇa va ?" },
    { begin: "00:00:03,000", end: "00:00:04,000", text: "<i>(rire)</i>" },
  ]);
});

test("reads the cues of WebVTT, without its header, notes and styles", () => {
  const vtt =
    "WEBVTT\nLanguage: en\n\nNOTE not a cue\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 line:10%\nHello\n\n00:03.000 --> 00:04.000\nthere";
  expect(readCues(vtt)).toEqual([
    { begin: "00:01.000", end: "00:02.000", text: "Hello" },
    { begin: "00:03.000", end: "00:04.000", text: "there" },
  ]);
});

test("finds none in what is no timed text", () => {
  expect(readCues("Names and phrases\n\nGlass --> Verre")).toEqual([]);
});
