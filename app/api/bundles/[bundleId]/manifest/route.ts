import { openRoute } from "@/lib/auth/guards";
import { getBundleByLink } from "@/lib/bundles/queries";
import { manifestAnswer } from "@/lib/bundles/sending";

export const GET = openRoute(async (request, { bundleId = "" }) => {
  const { searchParams } = new URL(request.url);
  return manifestAnswer(await getBundleByLink(bundleId, searchParams, new Date()));
});
