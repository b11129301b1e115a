"use server";
import { operatorAction } from "@/lib/auth/guards";
import { refillPool, retryRun } from "./commands";
import { jobRun, poolOf } from "./types";

export const refillPoolAction = operatorAction(poolOf, (operator, pool) =>
  refillPool(operator, pool, new Date()),
);

export const retryJobAction = operatorAction(jobRun, (_, { runId }) => retryRun(runId, new Date()));
