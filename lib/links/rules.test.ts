import { describe, expect, test } from "vitest";
import { linkExpiry, refusal, renewedExpiry } from "./rules";

const now = new Date("2026-03-04T12:00:00Z");
const ended = new Date("2026-03-04T12:00:00Z");
const lasts = new Date("2026-03-04T12:00:00.001Z");

test("a link lasts for seven days", () => {
  expect(linkExpiry(now)).toEqual(new Date("2026-03-11T12:00:00Z"));
});

describe("a download's file", () => {
  const download = { expiresAt: lasts, begunAt: null, superseded: false };
  const begun = { ...download, begunAt: ended };

  test.each([
    ["is sent while it is current", download, true, null],
    [
      "is not when a newer version came before it began",
      { ...download, superseded: true },
      true,
      "superseded",
    ],
    [
      "resumes despite newer versions once it has begun",
      { ...begun, superseded: true },
      true,
      null,
    ],
    ["is not when the right was lost", download, false, "forbidden"],
    ["is not when the right was lost after it had begun", begun, false, "forbidden"],
    [
      "says of a lost right nothing about newer versions",
      { ...download, superseded: true },
      false,
      "forbidden",
    ],
    ["ends with its time", { ...begun, expiresAt: ended }, true, "link_expired"],
  ] as const)("%s", (_, given, mayTake, expected) => {
    expect(refusal(given, mayTake, now)).toBe(expected);
  });
});

describe("new links", () => {
  const taking = { expiresAt: lasts, begunAt: ended, superseded: false };

  test("last for another week, also after the first have ended", () => {
    const inAWeek = new Date("2026-03-11T12:00:00Z");
    expect(renewedExpiry(taking, now)).toEqual(inAWeek);
    expect(renewedExpiry({ ...taking, expiresAt: ended }, now)).toEqual(inAWeek);
  });

  test("to what was superseded last no longer than the first did", () => {
    expect(renewedExpiry({ ...taking, superseded: true }, now)).toEqual(lasts);
    expect(renewedExpiry({ ...taking, superseded: true, expiresAt: ended }, now)).toBeNull();
  });
});
