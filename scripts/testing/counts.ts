import path from "node:path";
import { checkout } from "../launcher/settings";

/** The part of vitest's JSON report that is read. */
export type TestReport = {
  testResults: {
    /** Its path, absolute. */
    name: string;
    status: string;
    /** Why the file itself failed, where vitest says it here: of a failed hook it does not. */
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
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
  const failed = readFailures(report).length;
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed").length;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped };
}

/** What failed, each as its file, its name and why, for the end of a long log. */
export function readFailures(report: TestReport | undefined): string[] {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length > 0) return failed.map((test) => describe(file, test));
    return file.status === "failed"
      ? [`${within(file)}\n${file.message || "see its errors above"}`]
      : [];
  });
}

/** What passed only when it was run again, and why it had not before. */
export function readSecondRuns(report: TestReport | undefined): string[] {
  return (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults
      .filter(({ status, failureMessages }) => status === "passed" && failureMessages?.length)
      .map((test) => describe(file, test)),
  );
}

type FileReport = TestReport["testResults"][number];

/** Without the frames of vitest itself. */
function describe(file: FileReport, test: FileReport["assertionResults"][number]): string {
  const lines = (test.failureMessages ?? []).flatMap((message) => message.split("\n"));
  const ours = lines.filter((line) => !/node_modules\/(@vitest|vitest)\//.test(line));
  return [`${within(file)} > ${test.fullName}`, ...ours].join("\n");
}

const within = ({ name }: FileReport) => path.relative(checkout, name);
