import { test } from "vitest";
import { killAgainAndAgain } from "./testing/kill-again-and-again";

test("whatever is killed, thirty times and more", { timeout: 1_800_000 }, () =>
  killAgainAndAgain({ rounds: 12, runs: 20, steps: 200 }),
);
