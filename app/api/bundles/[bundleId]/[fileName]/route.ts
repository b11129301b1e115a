import { openRoute } from "@/lib/auth/guards";
import { getBundleByLink } from "@/lib/bundles/queries";
import { sendBundle } from "@/lib/bundles/sending";

/** No session: the signed link is the right to ask, and the right to every file in it is looked up at each request. */
export const GET = openRoute(async (request, { bundleId = "" }) => {
  const { searchParams } = new URL(request.url);
  return sendBundle(request, await getBundleByLink(bundleId, searchParams, new Date()));
});

/** Our own, so that no body is made; Next's would make one and let it lie. */
export const HEAD = GET;
