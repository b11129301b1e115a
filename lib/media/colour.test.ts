import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toBt709 } from "./colour";
import { ffmpeg } from "./ffmpeg";
import { makeRendition } from "./hls";
import { makeMezzanine } from "./mezzanine";
import { probe } from "./probe";
import { planes } from "./testing/clips";
import type { VideoProbe } from "./types";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "turnover-colour-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Upright bars, and what they are in BT.709: Y, Cb and Cr of 8 bits. */
const bars = {
  black: [16, 128, 128],
  gray: [126, 128, 128],
  white: [235, 128, 128],
  red: [63, 102, 240],
};

/** The bars as a grader would deliver them: SDR's white at 203 candela, in BT.2020. */
async function barsIn(transfer: string, tagged: boolean): Promise<string> {
  const file = path.join(folder, `${transfer}-${tagged}.mov`);
  const colours = Object.keys(bars).map((name) => `color=${name}:s=80x180:r=25:d=0.2`);
  const picture = [...colours, `hstack=${colours.length}`].map((filter, i) =>
    i < colours.length ? `${filter}[${i}]` : `${colours.map((_, n) => `[${n}]`).join("")}${filter}`,
  );
  const graded = `zscale=min=gbr:rin=pc:tin=709:pin=709:t=${transfer}:p=2020:m=2020_ncl:r=tv:npl=203`;
  const names = tagged ? ["-color_primaries", "bt2020", "-colorspace", "bt2020nc"] : [];
  await ffmpeg(
    [
      ...["-f", "lavfi", "-i", `${picture.join(";")},format=gbrp`],
      ...[
        "-vf",
        `${graded},format=yuv420p10le,setparams=colorspace=unknown:color_primaries=unknown`,
      ],
      ...["-c:v", "libx264", "-crf", "8", "-color_trc", transfer, ...names, file],
    ],
    { timeoutMs: 60_000 },
  );
  return file;
}

test.each([
  ["PQ", "smpte2084", true],
  ["HLG", "arib-std-b67", true],
  ["PQ that does not name its gamut", "smpte2084", false],
])(
  "%s becomes BT.709: what SDR can show stays as it is, highlights and strong colours a little less so",
  async (_, transfer, tagged) => {
    const source = await barsIn(transfer, tagged);
    const found = (await probe(source)) as VideoProbe;
    expect(found.colour.transfer).toBe(transfer);
    const mezzanine = path.join(folder, "mezzanine.mp4");
    await makeMezzanine(source, mezzanine);
    const preview = await mkdtemp(path.join(folder, "preview-"));
    await makeRendition(source, found, preview);
    for (const file of [mezzanine, path.join(preview, "video.mp4")]) {
      const { colour } = (await probe(file)) as VideoProbe;
      expect(colour).toMatchObject({ transfer: "bt709", primaries: "bt709", space: "bt709" });
      const [black, gray, white, red] = await planes(file, Object.keys(bars).length);
      expectNear(black, bars.black, 3);
      expectNear(gray, bars.gray, 3);
      // Above it is room for ten times as much light.
      expectNear(white, [200, 128, 128], 8);
      expectNear(red, bars.red, 20);
    }
  },
  60_000,
);

test("what is BT.709 or SD, or says nothing of itself, is left alone", () => {
  const sd = { pixelFormat: "yuv420p", range: "tv", space: "smpte170m" };
  expect(toBt709({ ...sd, primaries: "smpte170m", transfer: "smpte170m" })).toEqual([]);
  expect(toBt709({ ...sd, space: null, primaries: null, transfer: null })).toEqual([]);
});

function expectNear(seen: number[] | undefined, wanted: number[], by: number) {
  const off = wanted.map((value, i) => Math.abs(value - (seen?.[i] ?? 0)));
  expect(Math.max(...off), `${seen} is not near ${wanted}`).toBeLessThanOrEqual(by);
}
