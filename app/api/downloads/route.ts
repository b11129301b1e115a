import { partnerRoute, readJson } from "@/lib/auth/guards";
import { listBundles } from "@/lib/bundles/tray";
import { bundlesQuery } from "@/lib/bundles/types";
import { startDownloads } from "@/lib/downloads/commands";
import { startDownloadsInput } from "@/lib/downloads/types";
import { readInput } from "@/lib/input";
import { searchParamsOf } from "@/lib/url";

/** The user's bundles, newest first. */
export const GET = partnerRoute(async (user, request) => {
  const query = readInput(bundlesQuery, searchParamsOf(request));
  return Response.json(await listBundles(user, query, new Date()));
});

export const POST = partnerRoute(async (user, request) => {
  const { materialIds } = await readJson(request, startDownloadsInput);
  const started = await startDownloads(user, materialIds, new Date());
  return Response.json(started, { status: 201 });
});
