"use server";
import { operatorAction } from "@/lib/auth/guards";
import { createTitle } from "./commands";
import { newTitle } from "./types";

export const createTitleAction = operatorAction(newTitle, (operator, title) =>
  createTitle(operator, title, new Date()),
);
