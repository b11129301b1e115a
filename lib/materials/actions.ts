"use server";
import { operatorAction } from "@/lib/auth/guards";
import { reviewQc } from "./commands";
import { qcOutcomeInput } from "./types";

export const reviewQcAction = operatorAction(qcOutcomeInput, (operator, review) =>
  reviewQc(operator, review, new Date()),
);
