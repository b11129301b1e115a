import { viewerRoute } from "@/lib/auth/guards";
import { readInput } from "@/lib/input";
import { digestOfPage, listSourceRequests } from "@/lib/source-requests/queries";
import { sourceRequestsQuery } from "@/lib/source-requests/types";
import { searchParamsOf } from "@/lib/url";

/** One page of source requests; who shows that they know it as it is, by its ETag, is answered 304. */
export const GET = viewerRoute(async (viewer, request) => {
  const query = readInput(sourceRequestsQuery, searchParamsOf(request));
  const now = new Date();
  const page = await listSourceRequests(viewer, query, now);
  const headers = { ETag: `"${digestOfPage(page, now)}"` };
  return request.headers.get("if-none-match") === headers.ETag
    ? new Response(null, { status: 304, headers })
    : Response.json(page, { headers });
});
