import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failedPrecondition, rangeCounts, requestedRanges } from "./ranges";

const size = 1_000;

describe("RFC 9110 section 14: the ranges of a file of 1,000 bytes", () => {
  const ignored = null;
  const unsatisfiable = "";
  test.each<[string, string | null]>([
    ["bytes=0-499", "[0,500)"],
    ["bytes=500-999", "[500,1000)"],
    ["bytes=-500", "[500,1000)"],
    ["bytes=9-", "[9,1000)"],
    ["bytes=0-0", "[0,1)"],
    ["bytes=-1", "[999,1000)"],
    ["bytes=999-999", "[999,1000)"],
    ["bytes=0-", "[0,1000)"],
    // Past the end: cut off there, or unsatisfiable when they begin there.
    ["bytes=0-1000", "[0,1000)"],
    ["bytes=900-99999999999999999999999", "[900,1000)"],
    ["bytes=-1000", "[0,1000)"],
    ["bytes=-99999999999999999999999", "[0,1000)"],
    ["bytes=1000-", unsatisfiable],
    ["bytes=1000-1000", unsatisfiable],
    ["bytes=99999999999999999999999-", unsatisfiable],
    ["bytes=-0", unsatisfiable],
    ["bytes=1000-,-0", unsatisfiable],
    // Several.
    ["bytes=0-0,-1", "[0,1) [999,1000)"],
    ["bytes=500-600,0-9", "[500,601) [0,10)"],
    ["bytes=500-600,601-999", "[500,1000)"],
    ["bytes=500-700,601-999", "[500,1000)"],
    ["bytes=601-999,500-700", "[500,1000)"],
    ["bytes=0-9,100-109,5-104,300-301", "[0,110) [300,302)"],
    ["bytes=0-,0-,0-,0-", "[0,1000)"],
    ["bytes=2000-3000,5-6", "[5,7)"],
    [`bytes=${odd(16)}`, Array.from({ length: 16 }, (_, i) => `[${2 * i},${2 * i + 1})`).join(" ")],
    [`bytes=${odd(17)}`, ignored],
    // Space and empty elements, as in any list of section 5.6.1.
    ["bytes=0-0 , -1", "[0,1) [999,1000)"],
    ["bytes=,0-9", "[0,10)"],
    ["bytes=0-9,", "[0,10)"],
    ["bytes=0-9, ,\t", "[0,10)"],
    [" bytes=0-9 ", "[0,10)"],
    // Units: case does not count (section 14.1); unknown ones are ignored.
    ["Bytes=0-9", "[0,10)"],
    ["items=0-9", ignored],
    ["bytes 0-9", ignored],
    ["bytes =0-9", ignored],
    // Malformed: ignored as a whole.
    ["bytes=9-0,-", ignored],
    ["bytes=9-0", ignored],
    ["bytes=0-9,9-0", ignored],
    ["bytes=-", ignored],
    ["bytes=", ignored],
    ["bytes=,", ignored],
    ["bytes=5", ignored],
    ["bytes=a-b", ignored],
    ["bytes=0x0-9", ignored],
    ["bytes=1e1-20", ignored],
    ["bytes=0-9-10", ignored],
    ["bytes=--5", ignored],
    ["bytes=+0-9", ignored],
    ["bytes=0 -9", ignored],
    ["bytes=0.0-9", ignored],
    ["bytes=٠-٩", ignored],
    ["", ignored],
  ])("%s", (header, expected) => {
    const ranges = requestedRanges(header, size);
    const shown = ranges?.map(({ start, end }) => `[${start},${end})`).join(" ") ?? ignored;
    expect(shown).toBe(expected);
  });

  test.each([
    ["bytes=0-", []],
    ["bytes=0-0", []],
    ["bytes=-0", []],
    ["bytes=-5", null],
    ["bytes=0-0,-5", null],
  ])("of an empty file: %s", (header, expected) => {
    expect(requestedRanges(header, 0)).toEqual(expected);
  });

  test("are the bytes that a naive reading picks, none of them twice", () => {
    const position = fc.integer({ min: 0, max: 60 });
    const spec = fc.oneof(
      fc.tuple(position, position).filter(([first, last]) => first <= last),
      position.map((first) => [first, undefined] as const),
      position.map((length) => [undefined, length] as const),
    );
    fc.assert(
      fc.property(
        fc.array(spec, { minLength: 1, maxLength: 16 }),
        fc.integer({ min: 1, max: 50 }),
        (specs, total) => {
          const header = `bytes=${specs.map(([first, last]) => `${first ?? ""}-${last ?? ""}`).join(",")}`;
          const picked = (byte: number) =>
            specs.some(([first, last]) =>
              first === undefined
                ? byte >= total - (last ?? 0)
                : byte >= first && byte <= (last ?? total),
            );
          const ranges = requestedRanges(header, total) ?? [];
          for (let byte = 0; byte < total; byte += 1) {
            const times = ranges.filter(({ start, end }) => byte >= start && byte < end).length;
            expect(times).toBe(picked(byte) ? 1 : 0);
          }
          expect(ranges.every(({ start, end }) => start < end && end <= total)).toBe(true);
        },
      ),
    );
  });
});

describe("RFC 9110 section 13: conditions", () => {
  const etag = '"9e107d9d372bb6826bd81d3542a419d6"';
  const other = '"d41d8cd98f00b204e9800998ecf8427e"';
  const validators = { etag, lastModified: new Date("2026-03-05T10:20:30.456Z") };
  const then = "Thu, 05 Mar 2026 10:20:30 GMT";
  const before = "Thu, 05 Mar 2026 10:20:29 GMT";
  const after = "Thu, 05 Mar 2026 10:20:31 GMT";

  test.each<[Record<string, string>, 304 | 412 | null]>([
    [{}, null],
    [{ "If-Match": etag }, null],
    [{ "If-Match": `${other}, ${etag}` }, null],
    [{ "If-Match": "*" }, null],
    [{ "If-Match": other }, 412],
    [{ "If-Match": `W/${etag}` }, 412],
    [{ "If-Match": "nonsense" }, 412],
    [{ "If-None-Match": etag }, 304],
    [{ "If-None-Match": `W/${etag}` }, 304],
    [{ "If-None-Match": `"with,comma",${etag}` }, 304],
    [{ "If-None-Match": "*" }, 304],
    [{ "If-None-Match": other }, null],
    [{ "If-Modified-Since": then }, 304],
    [{ "If-Modified-Since": after }, 304],
    [{ "If-Modified-Since": before }, null],
    [{ "If-Modified-Since": "yesterday" }, null],
    [{ "If-Modified-Since": "2027" }, null],
    [{ "If-Modified-Since": "Thursday, 05-Mar-26 10:20:30 GMT" }, 304],
    [{ "If-Modified-Since": "Thu Mar  5 10:20:30 2026" }, 304],
    [{ "If-Modified-Since": "Thu Mar  5 10:20:29 2026" }, null],
    [{ "If-Unmodified-Since": then }, null],
    [{ "If-Unmodified-Since": before }, 412],
    // An entity tag counts for more than a date, a failed If-Match for more than all.
    [{ "If-None-Match": other, "If-Modified-Since": after }, null],
    [{ "If-Match": etag, "If-Unmodified-Since": before }, null],
    [{ "If-Match": other, "If-None-Match": etag }, 412],
    [{ "If-Match": etag, "If-None-Match": etag }, 304],
  ])("%j", (headers, expected) => {
    expect(failedPrecondition(new Headers(headers), validators)).toBe(expected);
  });

  test.each<[string | undefined, boolean]>([
    [undefined, true],
    [etag, true],
    [other, false],
    [`W/${etag}`, false],
    ["*", false],
    [then, true],
    [after, false],
    [before, false],
    ["nonsense", false],
    ["", false],
  ])("a range counts with If-Range: %s", (ifRange, expected) => {
    const headers = new Headers(ifRange === undefined ? {} : { "If-Range": ifRange });
    expect(rangeCounts(headers, validators)).toBe(expected);
  });
});

/** `0-0,2-2,4-4 …`: ranges that don't touch. */
function odd(count: number) {
  return Array.from({ length: count }, (_, i) => `${2 * i}-${2 * i}`).join(",");
}
