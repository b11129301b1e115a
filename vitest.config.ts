import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// An offset of 5:45, so that a test notices when the machine's zone leaks into what must not depend on it.
process.env.TZ = "Asia/Kathmandu";

const root = import.meta.dirname;
const long = process.env.LONG_TESTS === "1" ? [] : ["**/*.long.test.ts"];
const exclude = ["**/node_modules/**", ...long];
/** What neither asks nor tells anybody anything: its files can share a process, which takes longer to start than most of them. */
const pure = ["components/**/*.test.{ts,tsx}", "lib/*/rules.test.ts"];

/**
 * Servers, disks, kills and browsers on shared machines: what fails is run once more in CI. The end of the log names
 * each such test, and why it had failed.
 */
const retry = process.env.CI ? 1 : 0;

/** For how long a browser is waited for, in milliseconds: CI's machines are shared, and slower by half an hour at a time. */
const patience = process.env.CI ? 30_000 : 15_000;

/** Files that take half a minute and more, be they ever so short. */
const slow = /\/(world|proxy-crashes|crashes|exactness|player-faults|source-requests)\.test\.ts$/;

/** Begins with them: none is to run on when nothing is left to run beside it. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => slow.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  // Next leaves JSX as it is for its own compiler; the tests run it.
  oxc: { jsx: { runtime: "automatic" } },
  resolve: {
    alias: {
      "@": root,
      "server-only": path.join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    pool: "forks",
    maxWorkers: 2,
    // What is waited for comes within moments; a second, vitest's own, is short beside encodes and hashes.
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: { name: "pure", include: pure, exclude, isolate: false, testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{app,db,inngest,lib,scripts}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, ...pure],
          globalSetup: ["scripts/testing/database-server.ts"],
          setupFiles: ["scripts/testing/unit-settings.ts"],
          // Memory-hard hashes and encodes take their time on a busy machine.
          testTimeout: 60_000,
          retry,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude,
          globalSetup: ["e2e/support/running-app.ts"],
          // Playwright and a browser are dear to start.
          isolate: false,
          setupFiles: ["e2e/support/each-file.ts"],
          retry,
          testTimeout: 4 * patience,
          hookTimeout: 4 * patience,
          // As patient as playwright: a second, vitest's own, is short where two browsers share two cores.
          expect: { poll: { timeout: patience } },
          provide: { patience },
        },
      },
    ],
  },
});
