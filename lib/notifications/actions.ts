"use server";
import { viewerAction } from "@/lib/auth/guards";
import { setMailMuted } from "./commands";
import { setMailMutedInput } from "./types";

/** The switch in the account menu. */
export const setMailMutedAction = viewerAction(setMailMutedInput, (viewer, { muted }) =>
  setMailMuted(viewer, muted, new Date()),
);
