import { viewerRoute } from "@/lib/auth/guards";
import { listVersions } from "@/lib/versions/queries";

export const GET = viewerRoute(async (viewer, _request, { materialId = "" }) =>
  Response.json(await listVersions(viewer, materialId, new Date())),
);
