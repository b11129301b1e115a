"use server";
import { operatorAction } from "@/lib/auth/guards";
import { refillPool } from "./commands";
import { poolOf } from "./types";

export const refillPoolAction = operatorAction(poolOf, (operator, pool) =>
  refillPool(operator, pool, new Date()),
);
