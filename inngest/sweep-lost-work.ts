import { cron } from "inngest";
import { removeForgottenBundles } from "@/lib/bundles/commands";
import { sweepDeliveries } from "@/lib/deliveries/attempts";
import { sweepNotifications } from "@/lib/notifications/commands";
import { resumeStuckPreviews } from "@/lib/previews/commands";
import { sweepProxies } from "@/lib/proxies/pool";
import { removeOldSelections } from "@/lib/source-requests/commands";
import { removeAbandonedParts } from "@/lib/storage";
import { removeOldUploads } from "@/lib/storage/uploads";
import { removeAbandonedWork } from "@/lib/storage/work-folder";
import { removeOldTransfers } from "@/lib/transfers/commands";
import { resumeLostMeasuring } from "@/lib/versions/commands";
import { inngest } from "./client";

/**
 * Each finds what crashes, lost events and time have left behind, by the tables alone, and puts it right:
 * again and again without harm, and says how much it was. What a new noun can lose is swept by a line here.
 */
const sweeps: Record<string, (now: Date) => Promise<number>> = {
  "old transfers": removeOldTransfers,
  "forgotten bundles": removeForgottenBundles,
  "old selections": removeOldSelections,
  "lost deliveries": sweepDeliveries,
  "abandoned parts": removeAbandonedParts,
  "abandoned work": removeAbandonedWork,
  "proxy copies": sweepProxies,
  "copies and mails that nobody was told by": sweepNotifications,
  "old uploads": removeOldUploads,
  "stuck previews": resumeStuckPreviews,
  "loudness that was not measured": resumeLostMeasuring,
};

/** Runs every sweep, side by side: one that fails keeps none of the others from its work. */
export const sweepLostWorkFunction = inngest.createFunction(
  {
    id: "sweep-lost-work",
    triggers: [cron("*/2 * * * *")],
    singleton: { mode: "skip" },
    // The next comes soon.
    retries: 0,
  },
  ({ step }) =>
    Promise.all(
      Object.entries(sweeps).map(([name, sweep]) => step.run(name, () => sweep(new Date()))),
    ),
);
