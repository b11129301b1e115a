import { viewerRoute } from "@/lib/auth/guards";
import { listMaterials } from "@/lib/materials/queries";
import { getChosenRequests } from "@/lib/source-requests/queries";
import { chosenRequests } from "@/lib/source-requests/types";
import { searchParamsOf } from "@/lib/url";

export const GET = viewerRoute(async (viewer, request) => {
  const now = new Date();
  const chosen = chosenRequests.parse(searchParamsOf(request));
  const requests = await getChosenRequests(viewer, chosen, now);
  const references = requests.map(({ reference }) => reference);
  return Response.json({ materials: await listMaterials(viewer, references, now) });
});
