import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { compileFilter, foldText, newlyAddedBy, newlyAddedUntil } from "./rules";

// Whole hours, halves, quarters, summer time by half an hour, summer time at midnight, and the zone
// that skipped 30 December 2011.
const zones = [
  "UTC",
  "Europe/Paris",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
];
const instants = fc.date({
  min: new Date("2005-01-01"),
  max: new Date("2037-12-31"),
  noInvalidDate: true,
});

const dayOf = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();

describe("newly added until", () => {
  test("is the first instant of the eighth calendar day after the event's", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        const until = newlyAddedUntil(at, zone);
        const lastMoment = new Date(until.getTime() - 1);
        const days = (moment: Date) => dayOf(at, zone).until(dayOf(moment, zone)).days;
        expect(days(lastMoment)).toBeLessThanOrEqual(7);
        expect(days(until)).toBeGreaterThan(7);
      }),
      { numRuns: 2000 },
    );
  });

  test("is the same for all events of one day, and never earlier for a later event", () => {
    fc.assert(
      fc.property(instants, instants, fc.constantFrom(...zones), (one, other, zone) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        const [a, b] = [newlyAddedUntil(first, zone), newlyAddedUntil(second, zone)];
        expect(a.getTime()).toBeLessThanOrEqual(b.getTime());
        if (dayOf(first, zone).equals(dayOf(second, zone))) expect(a).toEqual(b);
      }),
    );
  });

  test.each([
    ["UTC", "2026-03-01T00:00:00Z", "2026-03-09T00:00:00Z"],
    ["UTC", "2026-03-01T23:59:59.999Z", "2026-03-09T00:00:00Z"],
    // Summer time began on 29 March: the week was an hour short.
    ["Europe/Paris", "2026-03-24T12:00:00Z", "2026-03-31T22:00:00Z"],
    ["Asia/Kathmandu", "2026-03-01T18:14:59Z", "2026-03-08T18:15:00Z"],
    ["Asia/Kathmandu", "2026-03-01T18:15:00Z", "2026-03-09T18:15:00Z"],
    // The skipped 30 December counts as a day.
    ["Pacific/Apia", "2011-12-28T12:00:00Z", "2012-01-04T10:00:00Z"],
  ])("in %s an event at %s shows until %s", (zone, at, until) => {
    expect(newlyAddedUntil(new Date(at), zone)).toEqual(new Date(until));
  });
});

test("the first version is new, what comes after is an update", () => {
  expect(newlyAddedBy({ versionNumber: 1 })).toBe("new");
  expect(newlyAddedBy({ versionNumber: 2 })).toBe("updated");
  expect(newlyAddedBy({ qcChanged: true })).toBe("updated");
});

describe("text as filters compare it", () => {
  test.each([
    ["ＭＥ　５．１", "ME 5.1"],
    ["Élan Vital", "elan vital"],
    ["ŁÓDŹ", "łódź"],
    ["Łódź", "lodz"],
    ["Σίσυφος", "ΣΙΣΥΦΟΣ"],
    ["Straße", "STRASSE"],
    ["İstanbul", "istanbul"],
    ["ﬁnal", "FINAL"],
  ])("%s is %s", (a, b) => {
    expect(foldText(a)).toBe(foldText(b));
  });

  test("marks that tell words apart stay", () => {
    expect(foldText("がく")).not.toBe(foldText("かく"));
    expect(foldText("कु")).not.toBe(foldText("क"));
  });

  test("a part of a text is found in it, whatever its case", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.string(), (part, a, b) => {
        const test = compileFilter({ text: part, values: { drop: [] } });
        expect(test({ folded: foldText(`${a} ${part.toUpperCase()} ${b}`), value: "" })).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("a column's filter", () => {
  const passes = (text: string, entry: string) =>
    compileFilter({ text, values: { drop: [] } })({ folded: foldText(entry), value: entry });

  test("asks for each word, anywhere in the entry, inside a word too", () => {
    expect(passes("5.1", "GLASS_ME5.1_v04.wav")).toBe(true);
    expect(passes("wav glass", "GLASS_ME5.1_v04.wav")).toBe(true);
    expect(passes("wav stone", "GLASS_ME5.1_v04.wav")).toBe(false);
    expect(passes("  ", "")).toBe(true);
  });

  test("takes nothing for a pattern", () => {
    expect(passes(".*", "GLASS")).toBe(false);
    expect(passes("[", "a[1].wav")).toBe(true);
  });

  test("keeps and drops an empty cell as a value", () => {
    const only = compileFilter({ text: "", values: { keep: [""] } });
    const but = compileFilter({ text: "", values: { drop: [""] } });
    const empty = { folded: "", value: "" };
    const a = { folded: "A", value: "a" };
    expect([only(empty), only(a), but(empty), but(a)]).toEqual([true, false, false, true]);
  });
});
