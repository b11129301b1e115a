import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { encode, ffmpeg } from "./ffmpeg";
import { runProcess } from "./process";

afterEach(() => vi.unstubAllEnvs());

const endless = ["-re", "-f", "lavfi", "-i", "testsrc2", "-f", "null", "-"];

test("what takes too long is killed", async () => {
  const started = Date.now();
  await expect(ffmpeg(endless, { timeoutMs: 300 })).rejects.toThrow("ffmpeg took longer than");
  expect(Date.now() - started).toBeLessThan(5_000);
});

test("what is aborted is killed, also when that came first", async () => {
  const abort = new AbortController();
  const running = ffmpeg(endless, { timeoutMs: 30_000, signal: abort.signal });
  abort.abort();
  await expect(running).rejects.toThrow("ffmpeg was stopped");
  await expect(ffmpeg(endless, { timeoutMs: 30_000, signal: abort.signal })).rejects.toThrow(
    "ffmpeg was stopped",
  );
});

test("an error is the last useful line, without addresses", async () => {
  const args = ["-f", "lavfi", "-i", "no_such_filter", "-f", "null", "-"];
  await expect(ffmpeg(args, { timeoutMs: 30_000 })).rejects.toThrow(
    /^ffmpeg: .*(no_such_filter|Invalid|No such)/,
  );
});

test("what makes no progress is killed", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "turnover-stall-"));
  const pipe = path.join(folder, "silent.mp4");
  execFileSync("mkfifo", [pipe]);
  const limits = { timeoutMs: 30_000, stallMs: 500 };
  await expect(encode(["-i", pipe, "-f", "null", "-"], limits)).rejects.toMatchObject({
    kind: "machine",
    message: expect.stringMatching(/^ffmpeg made no progress for/),
  });
  rmSync(folder, { recursive: true });
});

test("nothing of our secrets is in its environment", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://secret");
  const { stdout } = await collected("env", []);
  expect(stdout).toContain("PATH=");
  expect(stdout).not.toMatch(/secret|NEXTAUTH/);
});

async function collected(program: string, args: string[]) {
  let stdout = "";
  const ended = await runProcess(program, args, { timeoutMs: 10_000 }, (text) => {
    stdout += text;
  });
  return { ...ended, stdout };
}

test("a missing program is said with the setting that names it", async () => {
  vi.stubEnv("FFPROBE_PATH", "/nowhere/ffprobe");
  // The settings are read once.
  vi.resetModules();
  const { ffprobe } = await import("./ffmpeg");
  await expect(ffprobe(["-version"], { timeoutMs: 1000 })).rejects.toThrow(
    "ffprobe was not found: install ffmpeg, or set FFPROBE_PATH to where it is.",
  );
});
