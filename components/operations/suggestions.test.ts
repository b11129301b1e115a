import { expect, test } from "vitest";
import { meant } from "./suggestions";

const titles = [
  { value: "TTL-1", label: "Glass Harbour" },
  { value: "TTL-2", label: "Glass Harbour S02E04 The Pier" },
  { value: "TTL-10", label: "Kestrel Vane" },
];

test.each([
  ["TTL-1", { value: "TTL-1", matching: 0 }],
  [" ttl-10 ", { value: "TTL-10", matching: 0 }],
  ["kestrel", { value: "TTL-10", matching: 1 }],
  ["pier glass", { value: "TTL-2", matching: 1 }],
  ["glass", { value: null, matching: 2 }],
  ["opera", { value: null, matching: 0 }],
  ["TTL-99", { value: null, matching: 0 }],
  ["  ", { value: null, matching: 0 }],
])("%j means %j", (typed, expected) => {
  expect(meant(typed, titles)).toEqual(expected);
});
