import { partnerRoute, readJson } from "@/lib/auth/guards";
import { requestProxy } from "@/lib/proxies/commands";
import { listRequestedProxies } from "@/lib/proxies/queries";
import { proxyInput } from "@/lib/proxies/types";

/** `{"now", "proxies": […]}`: copies that the user asked for and has not taken yet, newest first. */
export const GET = partnerRoute(async (user) => {
  const now = new Date();
  return Response.json({ now, proxies: await listRequestedProxies(user, now) });
});

/** The blue button. Asking twice is one copy. */
export const POST = partnerRoute(async (user, request) => {
  const { materialId } = await readJson(request, proxyInput);
  return Response.json(await requestProxy(user, materialId, new Date()), { status: 202 });
});
