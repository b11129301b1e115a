import { openRoute } from "@/lib/auth/guards";
import { getBundleByLink } from "@/lib/bundles/queries";
import { urlListAnswer } from "@/lib/bundles/sending";

export const GET = openRoute(async (request, { bundleId = "" }) => {
  const { searchParams } = new URL(request.url);
  return urlListAnswer(await getBundleByLink(bundleId, searchParams, new Date()));
});
