import { expect, test } from "vitest";
import { newReference } from "./fields";

test.each(["SR-104823", "TTL-80211", "a", "7", "SR-1.b_2", ` SR-1 `])(
  "%j can be a reference",
  (given) => {
    expect(newReference.parse(given)).toBe(given.trim());
  },
);

test.each([
  ...[
    "SR-../../x",
    "SR/1",
    "<script>",
    "SR 1",
    "SR-1?",
    "SR-1#",
    "SR%2F1",
    "SR\\1",
    "SR-é",
    "SR-\u0000",
  ],
  ...["..", ".", "-1", "_1", "", " ", "S".repeat(41)],
])("%j can't", (given) => {
  expect(newReference.safeParse(given).success).toBe(false);
});
