import { describe, expect, test } from "vitest";
import type { BundleRow } from "@/lib/bundles/types";
import { bundleInWords } from "./bundle-words";
import { aRow } from "./testing";

const words = (row: Partial<BundleRow>, rate: number | null = null) => {
  const { state, facts, action } = bundleInWords(aRow(row), rate);
  return [state, facts.join(" · "), action];
};
const note = (row: Partial<BundleRow>) => bundleInWords(aRow(row), null).note;
const part = { sentBytes: 400_000, percent: 40 };

describe("a bundle says", () => {
  test.each<[Partial<BundleRow>, string, string, string | null]>([
    [{}, "Initiated: nothing sent yet", "1.00 MB", "Download"],
    [part, "40 % sent, then it stopped", "400 kB of 1.00 MB", "Resume"],
    [
      { ...part, state: "downloading", files: 12 },
      "40 % sent",
      "12 files · 400 kB of 1.00 MB · about 10 min left",
      null,
    ],
    [
      { state: "completed", files: 3, verifiedFiles: 1 },
      "Completed: every byte was sent",
      "3 files · 1.00 MB · 1 verified by receipts",
      "Download again",
    ],
    [
      { state: "verified" },
      "Verified: what arrived has the right checksums",
      "1.00 MB",
      "Download again",
    ],
  ])("%o", (row, state, facts, action) => {
    expect(words(row, 1_000)).toEqual([state, facts, action]);
  });

  test("how to go on, where it stopped", () => {
    expect(note({})).toBeNull();
    expect(note(part)).toContain("A copied line goes on where it stopped");
    expect(note({ links: null })).toContain("links have expired");
    expect(note({ ...part, links: null })).toMatch(/links have expired.*goes on where/);
  });

  test("why it can't be taken again, and offers nothing then", () => {
    expect(note({ refused: "superseded" })).toContain("newer versions have come");
    expect(note({ ...part, refused: "forbidden" })).toContain("Withdrawn");
    for (const state of ["initiated", "completed", "verified"] as const)
      expect(words({ state, refused: "forbidden" })[2]).toBeNull();
  });
});
