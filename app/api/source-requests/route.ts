import { viewerRoute } from "@/lib/auth/guards";
import { listSourceRequests } from "@/lib/source-requests/queries";
import { sourceRequestsQuery } from "@/lib/source-requests/types";
import { searchParamsOf } from "@/lib/url";

export const GET = viewerRoute(async (viewer, request) => {
  const query = sourceRequestsQuery.parse(searchParamsOf(request));
  return Response.json(await listSourceRequests(viewer, query, new Date()));
});
