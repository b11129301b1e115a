"use server";
import { partnerAction } from "@/lib/auth/guards";
import { keepSelection } from "./commands";
import { newSelection } from "./types";

/** For more than 50 ticked requests: a link that holds them all. */
export const keepSelectionAction = partnerAction(newSelection, (user, { requests }) =>
  keepSelection(user, requests, new Date()),
);
