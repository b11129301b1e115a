import { viewerRoute } from "@/lib/auth/guards";
import { readInput } from "@/lib/input";
import { listMaterials } from "@/lib/materials/queries";
import { listChosenReferences } from "@/lib/source-requests/queries";
import { chosenRequests } from "@/lib/source-requests/types";
import { searchParamsOf } from "@/lib/url";

export const GET = viewerRoute(async (viewer, request) => {
  const now = new Date();
  const chosen = readInput(chosenRequests, searchParamsOf(request));
  const references = await listChosenReferences(viewer, chosen);
  return Response.json({ materials: await listMaterials(viewer, references, now) });
});
