import { viewerRoute } from "@/lib/auth/guards";
import { sendPreviewFile } from "@/lib/previews/sending";

/** Playlists, tracks and pictures of a preview; who may play it is looked up at each request. */
export const GET = viewerRoute((viewer, request, { previewId = "", file = "" }) =>
  sendPreviewFile(viewer, request, { previewId, file }, new Date()),
);

/** Our own, so that no body is made; Next's would make one and let it lie. */
export const HEAD = GET;
