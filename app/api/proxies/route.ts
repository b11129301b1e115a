import { partnerRoute, readJson } from "@/lib/auth/guards";
import { requestProxy } from "@/lib/proxies/commands";
import { listRequestedProxies } from "@/lib/proxies/queries";
import { proxyInput } from "@/lib/proxies/types";

/** `{"proxies":[…]}`: copies that the user asked for and has not taken yet, newest first. */
export const GET = partnerRoute(async (user) =>
  Response.json({ proxies: await listRequestedProxies(user, new Date()) }),
);

/** The blue button. Asking twice is one copy. */
export const POST = partnerRoute(async (user, request) => {
  const { materialId } = await readJson(request, proxyInput);
  return Response.json(await requestProxy(user, materialId, new Date()), { status: 202 });
});
