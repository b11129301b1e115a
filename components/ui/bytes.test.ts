import { expect, test } from "vitest";
import { bytesInWords } from "./bytes";

test.each([
  [0, "0 B"],
  [1, "1 B"],
  [999, "999 B"],
  [1000, "1.00 kB"],
  [1536, "1.54 kB"],
  [999_949, "1.00 MB"],
  [12_345_678, "12.3 MB"],
  [4_200_000_000, "4.20 GB"],
  [123_456_000_000_000, "123 TB"],
  [Number.MAX_SAFE_INTEGER, "9.01 PB"],
])("%d bytes are %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
