import { afterEach, expect, test, vi } from "vitest";
import { ffmpeg } from "./ffmpeg";

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

test("a missing program is said with the setting that names it", async () => {
  vi.stubEnv("FFPROBE_PATH", "/nowhere/ffprobe");
  // The settings are read once.
  vi.resetModules();
  const { ffprobe } = await import("./ffmpeg");
  await expect(ffprobe(["-version"], { timeoutMs: 1000 })).rejects.toThrow(
    "ffprobe was not found: install ffmpeg, or set FFPROBE_PATH to where it is.",
  );
});
