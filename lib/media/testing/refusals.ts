import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { MediaError } from "../errors";
import { ffmpeg } from "../ffmpeg";
import { makeMezzanine } from "../mezzanine";
import type { Broken } from "./broken";
import { countingClip } from "./clips";

/** A folder for a test file, with a good clip that the broken ones are made from. */
export function refusals(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "turnover-broken-"));
  beforeAll(async () => {
    await countingClip(path.join(folder, "late.mp4"));
    const [late, good] = ["late.mp4", "good.mp4"].map((name) => path.join(folder, name));
    const args = ["-i", `${late}`, "-map", "0:v", "-map", "0:a:0", "-c", "copy"];
    await ffmpeg([...args, "-movflags", "+faststart", `${good}`], { timeoutMs: 60_000 });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** It is refused in its words, in time, and nothing is left lying about. */
export async function expectRefused({ name, make, said }: Broken, folder: string) {
  const file = path.join(folder, `${name.replaceAll(/\W/g, "-")}.mp4`);
  const output = `${file}.mezzanine`;
  await make(file, path.join(folder, "good.mp4"), path.join(folder, "late.mp4"));
  const failure = await makeMezzanine(file, output, {
    timeoutMs: 30_000,
    stallMs: 10_000,
    memoryBytes: 2 * 1024 ** 3,
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MediaError);
  const { message } = failure as MediaError;
  expect(message).toMatch(said);
  expect(message).not.toContain(folder);
  expect(message).not.toMatch(/took longer|no progress/);
  expect(existsSync(output)).toBe(false);
  expect(readdirSync(folder).filter((left) => left.endsWith(".part"))).toEqual([]);
}
