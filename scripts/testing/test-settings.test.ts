import { expect, test, vi } from "vitest";
import { settingNames } from "@/lib/env";
import { blankSettings } from "./test-settings";

test("no setting of the person's reaches the tests, but where their programs are", () => {
  for (const name of settingNames) vi.stubEnv(name, "theirs");
  const blank = blankSettings();
  const theirs = settingNames.filter((name) => blank[name] !== "");
  vi.unstubAllEnvs();
  expect(theirs).toEqual(["FFMPEG_PATH", "FFPROBE_PATH"]);
});
