"use server";
import { partnerAction } from "@/lib/auth/guards";
import { getCommands, renewLinks } from "./commands";
import { forBrowser } from "./rules";
import { bundleInput } from "./types";

/** Signs the links of one of the user's bundles anew: to resume it, also after its first links have ended. */
export const renewLinksAction = partnerAction(bundleInput, async (user, { bundleId }) =>
  forBrowser(await renewLinks(user, bundleId, new Date())),
);

/** The lines that fetch one of the user's bundles in a terminal. */
export const getCommandsAction = partnerAction(bundleInput, (user, { bundleId }) =>
  getCommands(user, bundleId, new Date()),
);
