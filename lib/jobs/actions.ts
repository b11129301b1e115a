"use server";
import { operatorAction } from "@/lib/auth/guards";
import { retryRun } from "./commands";
import { jobRun } from "./types";

export const retryJobAction = operatorAction(jobRun, (_, { runId }) => retryRun(runId, new Date()));
