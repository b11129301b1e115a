import { partnerRoute, readJson } from "@/lib/auth/guards";
import { startDownloads } from "@/lib/downloads/commands";
import { startDownloadsInput } from "@/lib/downloads/types";

export const POST = partnerRoute(async (user, request) => {
  const { materialIds } = await readJson(request, startDownloadsInput);
  const files = await startDownloads(user, materialIds, new Date());
  return Response.json({ bundle: null, files, processing: [] }, { status: 201 });
});
