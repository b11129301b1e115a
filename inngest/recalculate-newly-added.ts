import { cron } from "inngest";
import { env } from "@/lib/env";
import { recalculateNewlyAdded } from "@/lib/materials/commands";
import { inngest } from "./client";

/** Brings the Newly Added labels in line with the calendar, each hour; what a missed run left, the next puts right. */
export const recalculateNewlyAddedFunction = inngest.createFunction(
  { id: "recalculate-newly-added", triggers: [cron("5 * * * *")], singleton: { mode: "skip" } },
  ({ step }) =>
    step.run("recalculate", () =>
      recalculateNewlyAdded({ now: new Date(), timeZone: env.TIME_ZONE }),
    ),
);
