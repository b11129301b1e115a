import { partnerRoute, readJson } from "@/lib/auth/guards";
import { keepSelection } from "@/lib/source-requests/commands";
import { newSelection } from "@/lib/source-requests/types";

export const POST = partnerRoute(async (user, request) => {
  const { requests } = await readJson(request, newSelection);
  return Response.json(await keepSelection(user, requests, new Date()), { status: 201 });
});
