import { describe, expect, test } from "vitest";
import type { BundleRow } from "@/lib/bundles/types";
import { aRow } from "./testing";
import { arrangeTray, idsToFollow, movedOn, newlyWhole } from "./tray";

const row = (id: string, state: BundleRow["state"], startedAt = "2026-03-01T00:00:00Z") =>
  aRow({ id, state, startedAt });
const ids = (rows: BundleRow[]) => rows.map(({ id }) => id);

describe("what is asked about next", () => {
  test("is what was under way, and what was just taken, until its bytes have all gone out", () => {
    const last = [row("a", "downloading"), row("b", "initiated"), row("c", "completed")];
    const awaited = new Map([
      ["a", 2_000],
      ["c", 2_000],
      ["d", 2_000],
      ["old", 1_000],
    ]);
    expect(idsToFollow(last, awaited, 1_000)).toEqual(["a", "d"]);
    expect(idsToFollow([], new Map(), 0)).toEqual([]);
  });
});

describe("between two answers", () => {
  test("a bundle becomes whole once", () => {
    const before = [row("a", "downloading"), row("b", "completed"), row("c", "initiated")];
    const after = [row("a", "completed"), row("b", "verified"), row("c", "downloading")];
    expect(ids(newlyWhole(before, after))).toEqual(["a"]);
    expect(newlyWhole(after, after)).toEqual([]);
    // One that is sent again had been whole before.
    expect(newlyWhole([], [row("d", "completed")])).toEqual([]);
  });

  test("past bundles move on when one begins, stands still, or is left out; not with each byte", () => {
    const flowing = row("a", "downloading");
    expect(movedOn([flowing], [{ ...flowing, sentBytes: 9 }])).toBe(false);
    expect(movedOn([flowing, row("b", "initiated")], [row("b", "initiated"), flowing])).toBe(false);
    expect(movedOn([flowing], [row("a", "initiated")])).toBe(true);
    expect(movedOn([flowing], [])).toBe(true);
    expect(movedOn([], [flowing])).toBe(true);
  });
});

test("the tray shows each bundle once, as last heard of: what is under way, then the newest", () => {
  const pages = [
    [row("c", "initiated", "2026-03-03T00:00:00Z"), row("b", "initiated", "2026-03-02T00:00:00Z")],
    [row("b", "initiated", "2026-03-02T00:00:00Z"), row("a", "initiated")],
  ];
  const live = [
    row("a", "downloading"),
    row("b", "completed", "2026-03-02T00:00:00Z"),
    row("d", "initiated", "2026-03-04T00:00:00Z"),
  ];
  const { underWay, earlier } = arrangeTray(live, pages);
  expect(ids(underWay)).toEqual(["a"]);
  expect(earlier.map(({ id, state }) => `${id} ${state}`)).toEqual([
    "d initiated",
    "c initiated",
    "b completed",
  ]);
});
