import { expect, test } from "vitest";
import { meant } from "./suggestions";

const titles = [
  { value: "TTL-1", label: "Glass Harbour" },
  { value: "TTL-2", label: "Glass Harbour S02E04 The Pier" },
  { value: "TTL-10", label: "Grand Hotel" },
  { value: "TTL-11", label: "Kestrel" },
  { value: "TTL-12", label: "Kestrel" },
];

test.each([
  ["TTL-1", "TTL-1"],
  [" ttl-10 ", "TTL-10"],
  // Its episodes begin with its name.
  ["glass  harbour", "TTL-1"],
  ["Glass Harbour S02E04 The Pier", "TTL-2"],
  // Two have it.
  ["Kestrel", null],
  // Words of one alone: what is meant may be an older one, which is not suggested.
  ["the pier", null],
  ["Ran", "Ran"],
  ["TTL-99 ", "TTL-99"],
  ["  ", ""],
])("%j means %j", (typed, expected) => {
  expect(meant(typed, titles)).toBe(expected);
});
