import { givePreviewUp, makePreview } from "@/lib/previews/making";
import { inngest, previewQueued } from "./client";

/** Makes one preview. What is wrong with its file is recorded at once; what is wrong with us is tried again. */
export const preparePreviewFunction = inngest.createFunction(
  {
    id: "prepare-preview",
    triggers: [previewQueued],
    singleton: { key: "event.data.previewId", mode: "skip" },
    concurrency: 2,
    retries: 2,
    onFailure: ({ event, error }) =>
      givePreviewUp(event.data.event.data.previewId, error, new Date()),
  },
  ({ event, step }) => step.run("make", () => makePreview(event.data.previewId)),
);
