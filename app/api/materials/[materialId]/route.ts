import { viewerRoute } from "@/lib/auth/guards";
import { getMaterialDetails } from "@/lib/versions/queries";

export const GET = viewerRoute(async (viewer, _request, { materialId = "" }) =>
  Response.json(await getMaterialDetails(viewer, materialId, new Date())),
);
