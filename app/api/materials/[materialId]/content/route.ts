import { viewerRoute } from "@/lib/auth/guards";
import { sendShownFile } from "@/lib/versions/commands";
import { getShownFile } from "@/lib/versions/queries";

/** The file itself, to be read or seen in the page: text and images, never of a watermarked type. */
export const GET = viewerRoute(async (viewer, request, { materialId = "" }) =>
  sendShownFile(request, viewer, await getShownFile(viewer, materialId, new Date())),
);

/** Our own, so that no body is made. */
export const HEAD = GET;
