import { describe, expect, test } from "vitest";
import { linkExpiry, refusal } from "./rules";

const now = new Date("2026-03-04T12:00:00Z");
const ended = new Date("2026-03-04T12:00:00Z");
const lasts = new Date("2026-03-04T12:00:00.001Z");

test("a link lasts for seven days", () => {
  expect(linkExpiry(now)).toEqual(new Date("2026-03-11T12:00:00Z"));
});

describe("a download's file", () => {
  const download = { expiresAt: lasts, begunAt: null, version: 2, currentVersion: 2 };
  const begun = { ...download, begunAt: ended };

  test.each([
    ["is sent while it is current", download, true, null],
    [
      "is not when a newer version came before it began",
      { ...download, currentVersion: 3 },
      true,
      "superseded",
    ],
    [
      "resumes despite newer versions once it has begun",
      { ...begun, currentVersion: 3 },
      true,
      null,
    ],
    ["is not when the right was lost", download, false, "forbidden"],
    ["is not when the right was lost after it had begun", begun, false, "forbidden"],
    [
      "says of a lost right nothing about newer versions",
      { ...download, currentVersion: 3 },
      false,
      "forbidden",
    ],
    ["ends with its time", { ...begun, expiresAt: ended }, true, "link_expired"],
  ] as const)("%s", (_, given, mayTake, expected) => {
    expect(refusal(given, mayTake, now)).toBe(expected);
  });
});
