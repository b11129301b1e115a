"use server";
import { z } from "zod";
import { operatorAction, partnerAction } from "@/lib/auth/guards";
import { forBrowser } from "@/lib/bundles/rules";
import { revokeDownload, startDownloads } from "./commands";
import { startDownloadsInput } from "./types";

/** The page's way to start downloads; the answer's link is for the browser to follow. */
export const startDownloadsAction = partnerAction(
  startDownloadsInput,
  async (user, { materialIds }) => {
    const started = await startDownloads(user, materialIds, new Date());
    return { taken: forBrowser(started), processing: started.processing.length };
  },
);

/** Takes one download back: its links end at once. */
export const revokeDownloadAction = operatorAction(
  z.object({ downloadId: z.uuid() }),
  (operator, { downloadId }) => revokeDownload(operator, downloadId, new Date()),
);
