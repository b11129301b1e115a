import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  aWorld,
  center,
  clipboard,
  items,
  left,
  open,
  openTray,
  otherWays,
  tick,
} from "../support/tray";

/** Where the running test's lines are run. */
function aFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), "turnover-tray-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const runLine = (line: string) => promisify(execFile)("sh", ["-c", line], { cwd: folder });
  return { folder, runLine };
}

describe("other ways to download", () => {
  test("a copied line fetches the file, its receipt line verifies it, and both are recorded", async () => {
    const { folder, runLine } = aFolder();
    const page = await open(await aWorld());
    await tick(page, center);
    await otherWays(page).click();
    await page.getByRole("menuitem", { name: "Copy curl line" }).click();
    const said = page.getByRole("status").filter({ hasText: "The curl line is copied." });
    await said.waitFor();
    await runLine(await clipboard(page));
    const { length } = await readFile(path.join(folder, center));
    expect(length).toBeGreaterThan(50_000);
    const tray = await openTray(page);
    await items(tray).getByText("Completed: every byte was sent").waitFor();

    await tray.getByRole("button", { name: "Copy the receipt line" }).click();
    await tray.getByRole("button", { name: "Copied the receipt line" }).waitFor();
    await runLine(await clipboard(page));
    await page.reload();
    await items(await openTray(page))
      .getByText(/^Verified/)
      .waitFor();
  });

  test("lists for programs come by the browser", async () => {
    const page = await open(await aWorld());
    await tick(page, center);
    await tick(page, left);
    for (const [name, ending] of [
      ["Metalink 4 file", /\.meta4$/],
      ["List of URLs", /\.txt$/],
      ["Manifest (ASC MHL)", /\.mhl$/],
    ] as const) {
      await otherWays(page).click();
      const downloading = page.waitForEvent("download");
      await page.getByRole("menuitem", { name }).click();
      expect((await downloading).suggestedFilename()).toMatch(ending);
      await page
        .getByRole("status")
        .filter({ hasText: `${name}:` })
        .waitFor();
    }
  });

  test("a line that the browser does not let be copied is shown", async () => {
    const page = await open(await aWorld());
    await page.context().clearPermissions();
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new Error("not allowed"));
    });
    await tick(page, left);
    await otherWays(page).click();
    await page.getByRole("menuitem", { name: "Copy aria2c line" }).click();
    const line = page.getByRole("textbox", { name: "The line, to be copied by hand" });
    expect(await line.inputValue()).toMatch(/^aria2c /);
  });
});
