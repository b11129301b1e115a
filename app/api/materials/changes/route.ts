import { viewerRoute } from "@/lib/auth/guards";
import { readInput } from "@/lib/input";
import { listMaterials, liveDigest } from "@/lib/materials/queries";
import { changesSince } from "@/lib/materials/types";
import { listChosenReferences } from "@/lib/source-requests/queries";
import { chosenRequests } from "@/lib/source-requests/types";
import { searchParamsOf } from "@/lib/url";

/** What was stamped before `since` may only have been committed after it: look back further. */
const overlap = 15_000;

/** `{"now", "live", "changed": [row, …]}`: what a page that knows its rows as of `since` must take over. */
export const GET = viewerRoute(async (viewer, request) => {
  const now = new Date();
  const { since, ...chosen } = searchParamsOf(request);
  const from = new Date(readInput(changesSince, { since }).since.getTime() - overlap);
  const references = await listChosenReferences(viewer, readInput(chosenRequests, chosen));
  const [live, changed] = await Promise.all([
    liveDigest(viewer, references, now),
    listMaterials(viewer, references, now, from),
  ]);
  return Response.json({ now, live, changed });
});
