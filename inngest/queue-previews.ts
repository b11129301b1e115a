import { queuePreviewsOfRequest, queuePreviewsOfVersion } from "@/lib/previews/commands";
import { inngest, sourceRequestAssigned, versionDelivered } from "./client";

/** Has previews made when a version arrives, and of watermarked types when a partner comes to see them. */
export const queuePreviewsFunction = inngest.createFunction(
  { id: "queue-previews", triggers: [versionDelivered, sourceRequestAssigned] },
  ({ event, step }) =>
    step.run("queue", () =>
      "versionId" in event.data
        ? queuePreviewsOfVersion(event.data.versionId, new Date())
        : queuePreviewsOfRequest(event.data.sourceRequestId, new Date()),
    ),
);
