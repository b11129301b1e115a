import { giveLoudnessUp, measureLoudnessOf } from "@/lib/versions/commands";
import { inngest, loudnessQueued } from "./client";

/** Measures the loudness of a sound that was delivered: one after another, since each reads a file whole. */
export const measureLoudnessFunction = inngest.createFunction(
  {
    id: "measure-loudness",
    triggers: [loudnessQueued],
    concurrency: 1,
    singleton: { key: "event.data.versionId", mode: "skip" },
    // Over four hours: a disk that is full, or a store that is away, says nothing of the sound.
    retries: 10,
    onFailure: ({ event }) => giveLoudnessUp(event.data.event.data.versionId),
  },
  ({ event, step }) => step.run("measure", () => measureLoudnessOf(event.data.versionId)),
);
