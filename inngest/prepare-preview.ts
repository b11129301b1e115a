import { givePreviewUp, makePreview } from "@/lib/previews/making";
import { inngest, previewQueued } from "./client";
import { encodes, reasonOf } from "./encodes";

/**
 * Makes one preview: after a copy that a user waits for, before what only fills a pool. What is wrong with its
 * file is recorded at once; what is wrong with us is tried again.
 */
export const preparePreviewFunction = inngest.createFunction(
  {
    id: "prepare-preview",
    triggers: [previewQueued],
    concurrency: [encodes],
    priority: { run: "450" },
    singleton: { key: "event.data.previewId", mode: "skip" },
    retries: 2,
    onFailure: ({ event, error }) =>
      givePreviewUp(event.data.event.data.previewId, reasonOf(error), new Date()),
  },
  ({ event, step }) => step.run("make", () => makePreview(event.data.previewId)),
);
