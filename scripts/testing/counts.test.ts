import path from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../launcher/settings";
import { readCounts, readFailures, readSecondRuns } from "./counts";

const thrown = "expected 1 to be 2\n    at f (/x/node_modules/@vitest/runner/dist/a.js:1:2)";

const file = (status: string, ...tests: string[]) => ({
  name: path.join(checkout, "lib/a.test.ts"),
  status,
  message: status === "failed" && !tests.includes("failed") ? "can't be loaded" : "",
  assertionResults: tests.map((each, place) => ({
    status: each === "passed again" ? "passed" : each,
    fullName: `test ${place}`,
    failureMessages: ["failed", "passed again"].includes(each) ? [thrown] : [],
  })),
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

test("what failed is told by file, name and reason", () => {
  const testResults = [
    file("passed", "passed"),
    file("failed", "passed", "failed"),
    file("failed"),
  ];
  expect(readFailures({ testResults })).toEqual([
    "lib/a.test.ts > test 1\nexpected 1 to be 2",
    "lib/a.test.ts\ncan't be loaded",
  ]);
  expect(readFailures(undefined)).toEqual([]);
});

test("what passed only when it was run again is no failure, and told", () => {
  const testResults = [file("passed", "passed", "passed again")];
  expect(readCounts({ testResults }, 0)).toEqual({ passed: 2, failed: 0, skipped: 0 });
  expect(readFailures({ testResults })).toEqual([]);
  expect(readSecondRuns({ testResults })).toEqual(["lib/a.test.ts > test 1\nexpected 1 to be 2"]);
});
