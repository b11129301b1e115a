import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, test } from "vitest";
import { expectWholeCopy } from "./testing/copies";

const folder = mkdtempSync(path.join(tmpdir(), "turnover-rates-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["24000/1001", "01:00:00:00"],
  ["24/1", "01:00:00:00"],
  ["25/1", "10:00:00:00"],
  ["30000/1001", "00:59:58;00"],
  ["30000/1001", "00:59:58:00"],
  ["30/1", "00:00:00:00"],
  ["48/1", "00:00:00:00"],
  ["50/1", "01:00:00:00"],
  ["60000/1001", "00:59:58;00"],
])(
  "a copy at %s from %s has every frame once, at its time, and both sounds",
  async (rate, timecode) => {
    await expectWholeCopy(
      path.join(folder, `${rate}-${timecode}`.replaceAll(/\W/g, "-")),
      rate,
      timecode,
    );
  },
  60_000,
);
