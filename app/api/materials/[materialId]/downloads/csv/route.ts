import { viewerRoute } from "@/lib/auth/guards";
import { downloadHistoryCsv } from "@/lib/downloads/history";

export const GET = viewerRoute(async (viewer, _request, { materialId = "" }) =>
  downloadHistoryCsv(viewer, materialId, new Date()),
);
