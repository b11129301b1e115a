import { expect, test } from "vitest";
import { readCounts } from "./counts";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test("counts tests by how they ended", () => {
  const testResults = [
    file("passed", "passed", "passed", "pending"),
    file("failed", "passed", "failed", "todo"),
  ];
  expect(readCounts({ testResults }, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that does not load is a failure", () => {
  const testResults = [file("passed", "passed"), file("failed")];
  expect(readCounts({ testResults }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("a file whose hook throws after its tests passed is a failure", () => {
  expect(readCounts({ testResults: [file("failed", "passed")] }, 1).failed).toBe(1);
});

test.each([undefined, { testResults: [file("passed", "passed")] }])(
  "a run that fails for another reason is a failure",
  (report) => {
    expect(readCounts(report, 1).failed).toBe(1);
    expect(readCounts(report, null).failed).toBe(1);
  },
);
