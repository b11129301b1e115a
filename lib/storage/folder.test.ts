import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { folderStore } from "./folder";

afterEach(() => vi.restoreAllMocks());

test("a write that the disk lost is told, though the next are brought there", async () => {
  const root = await mkdtemp(path.join(tmpdir(), "turnover-store-"));
  const handle = await open(path.join(root, "any"), "w");
  const datasync = vi
    .spyOn(Object.getPrototypeOf(handle) as typeof handle, "datasync")
    .mockRejectedValueOnce(new Error("EIO"))
    .mockResolvedValue();
  await handle.close();
  const chunk = new Uint8Array(32 * 2 ** 20);
  const source = (async function* () {
    for (let i = 0; i < 3; i++) {
      yield chunk;
      await pause(10);
    }
  })();
  await expect(folderStore(root).put("film.mov", source)).rejects.toThrow("EIO");
  expect(datasync).toHaveBeenCalled();
  expect(await readdir(root)).toEqual(["any"]);
  await rm(root, { recursive: true });
});
