import { cron } from "inngest";
import { removeOutdatedPreviews } from "@/lib/previews/clearing";
import { inngest } from "./client";

/** So many rounds an hour at the most; what is left over the next hour finds. */
const mostRounds = 50;

/** Removes previews that nobody can open any more, each hour: apart from the sweep, as it reads them all. */
export const removeOutdatedPreviewsFunction = inngest.createFunction(
  { id: "remove-outdated-previews", triggers: [cron("35 * * * *")], singleton: { mode: "skip" } },
  async ({ step }) => {
    for (let round = 0; round < mostRounds; round += 1) {
      const removed = await step.run("remove", () => removeOutdatedPreviews(new Date()));
      if (removed === 0) return;
    }
  },
);
