import { viewerRoute } from "@/lib/auth/guards";
import { openPreview, startPreview } from "@/lib/previews/commands";

/** How far the current version's preview is, or where to play it. A missing one begins to be made. */
export const GET = viewerRoute(async (viewer, _, { materialId = "" }) =>
  Response.json({ preview: await openPreview(viewer, materialId, new Date()) }),
);

/** Has a missing or failed one made; asking twice makes one. */
export const POST = viewerRoute(async (viewer, _, { materialId = "" }) =>
  Response.json({ preview: await startPreview(viewer, materialId, new Date()) }, { status: 202 }),
);
