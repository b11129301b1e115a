import { test } from "vitest";
import { killAgainAndAgain } from "./testing/kill-again-and-again";

// A sample; kills.long.test.ts goes on for longer. TEST_SEED repeats a run as far as chance allows.

test(
  "engine, app or Postgres killed, every run ends as if nothing had been",
  {
    timeout: 240_000,
  },
  () => killAgainAndAgain({ rounds: 1, runs: 8, steps: 16 }),
);
