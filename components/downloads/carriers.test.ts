import { expect, test } from "vitest";
import type { BundleCommands } from "@/lib/bundles/types";
import { lineSaid } from "./carriers";

const commands: BundleCommands = {
  ...{ aria2c: "ARIA", curl: "CURL", aria2cFiles: "FILES", receipts: "RECEIPTS" },
  ...{ manifestUrl: "", metalinkUrl: "", urlListUrl: "" },
};

test("who copies a line is told what to do with it, and offered the receipt line", () => {
  const said = lineSaid("curl", commands, true);
  expect(said.words).toMatch(/^The curl line is copied\. .*the zip is unpacked there/);
  expect(said.next).toEqual({ name: "receipt line", line: "RECEIPTS" });
  expect(said.byHand).toBeUndefined();
  expect(lineSaid("aria2cFiles", commands, true).words).not.toContain("zip");
  expect(lineSaid("curl", { ...commands, aria2cFiles: null }, true).words).not.toContain("zip");
});

test("a line that could not be copied is shown", () => {
  const said = lineSaid("receipts", commands, false);
  expect(said.byHand).toBe("RECEIPTS");
  expect(said.words).toContain("copy it from here");
  expect(said.next).toBeUndefined();
});
