/** The part of vitest's JSON report that counts. */
export type TestReport = {
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

export type Counts = { passed: number; failed: number; skipped: number };

/**
 * Counts tests. A file that fails outside its tests (it does not load, a hook throws) is one failure;
 * so is a run that fails without any (no report, an unhandled rejection, no test found).
 */
export function readCounts(report: TestReport | undefined, exitCode: number | null): Counts {
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failedTests = tests.filter(({ status }) => status === "failed").length;
  const failedFiles = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = failedTests + failedFiles;
  const skipped = tests.length - passed - failedTests;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped };
}
