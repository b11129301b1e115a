import { describe, expect, test } from "vitest";
import type { Probe } from "@/lib/media/types";
import { changesBetween, isNewSinceTaken, shownAs, timeLine } from "./rules";
import type { UpdateHistory, VersionMeasures, VersionOfMaterial } from "./types";

const measures: VersionMeasures = {
  bytes: 1000,
  durationSeconds: 60,
  frameRate: { numerator: 24_000, denominator: 1001 },
  loudnessLufs: -27,
};

describe("what changed against the version before", () => {
  test("is said of duration, frame rate, loudness and size", () => {
    const after = {
      bytes: 1001,
      durationSeconds: 61.5,
      frameRate: { numerator: 25, denominator: 1 },
      loudnessLufs: -23.4,
    };
    expect(changesBetween(measures, after)).toEqual([
      { what: "duration", from: 60, to: 61.5 },
      { what: "frameRate", from: measures.frameRate, to: after.frameRate },
      { what: "loudness", from: -27, to: -23.4 },
      { what: "size", from: 1000, to: 1001 },
    ]);
  });

  test("is nothing where only the rounding differs, or one of them was not measured", () => {
    const same = {
      ...measures,
      durationSeconds: 60.004,
      frameRate: { numerator: 48_000, denominator: 2002 },
      loudnessLufs: -27.04,
    };
    expect(changesBetween(measures, same)).toEqual([]);
    const unmeasured = { bytes: 1000, durationSeconds: null, frameRate: null, loudnessLufs: null };
    expect(changesBetween(unmeasured, measures)).toEqual([]);
    expect(changesBetween(measures, unmeasured)).toEqual([]);
  });
});

const at = (day: number) => `2026-03-0${day}T12:00:00.000Z`;
const version = (number: number, day: number, qc: VersionOfMaterial["qc"] = []) => ({
  ...measures,
  version: number,
  current: number === 2,
  fileName: `mix_v0${number}.wav`,
  deliveredOn: at(day),
  deliveredBy: "Opal",
  note: null,
  qc,
});
const review = (day: number, result: "failed" | "passed" | null) => ({
  status: result === "passed" ? ("Ready for Mix" as const) : ("QC Pending" as const),
  result,
  note: null,
  by: "Opal",
  at: at(day),
});
const history: UpdateHistory = {
  versions: [
    version(2, 4, [review(5, "passed"), review(4, null)]),
    version(1, 1, [review(2, "failed"), review(1, null)]),
  ],
  taken: { version: 1, at: at(2) },
};

describe("the time line", () => {
  test("has versions and reviews, newest first, each version below its own first status", () => {
    const line = timeLine(history).map((update) =>
      update.kind === "version"
        ? `${update.at.slice(8, 10)} v${update.version.version} after ${update.before?.version}`
        : `${update.at.slice(8, 10)} qc v${update.version} ${update.event.result}`,
    );
    expect(line).toEqual([
      "05 qc v2 passed",
      "04 qc v2 null",
      "04 v2 after 1",
      "02 qc v1 failed",
      "01 qc v1 null",
      "01 v1 after undefined",
    ]);
  });

  test("marks what came after the viewer's last download", () => {
    const marked = (taken: UpdateHistory["taken"]) =>
      timeLine(history).map((update) => isNewSinceTaken(update, taken));
    expect(marked(history.taken)).toEqual([true, true, true, false, false, false]);
    expect(marked({ version: 2, at: at(4) })).toEqual([true, false, false, false, false, false]);
    expect(marked(null)).not.toContain(true);
  });
});

describe("shown in the page", () => {
  const text = (format: "srt" | "pdf"): Probe => ({
    ...{ kind: "text", format, language: null, events: 1, pages: null },
  });
  const image = (format: string): Probe => ({ kind: "image", format, width: 1, height: 1 });
  test.each([
    ["text", text("srt")],
    [null, text("pdf")],
    ["image", image("png")],
    [null, image("tiff")],
    [null, null],
  ] as const)("%s: %j", (shown, probe) => {
    const mediaKind = probe?.kind ?? "text";
    expect(shownAs({ mediaKind, watermarked: false, probe })).toBe(shown);
  });

  test("never what is watermarked, whatever was delivered", () => {
    const file = { mediaKind: "video" as const, probe: text("srt") };
    expect(shownAs({ ...file, watermarked: true })).toBeNull();
  });
});
