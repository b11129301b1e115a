import { viewerRoute } from "@/lib/auth/guards";
import { listDownloadHistory } from "@/lib/downloads/history";
import { downloadHistoryQuery } from "@/lib/downloads/types";
import { readInput } from "@/lib/input";
import { searchParamsOf } from "@/lib/url";

export const GET = viewerRoute(async (viewer, request, { materialId = "" }) => {
  const query = readInput(downloadHistoryQuery, searchParamsOf(request));
  return Response.json(await listDownloadHistory(viewer, materialId, query, new Date()));
});
