import { partnerRoute } from "@/lib/auth/guards";
import { listChanged } from "@/lib/downloads/queries";
import { changedQuery } from "@/lib/downloads/types";
import { readInput } from "@/lib/input";
import { searchParamsOf } from "@/lib/url";

/** `{"materials":[…]}`: files of which the user has an older version than the current one. */
export const GET = partnerRoute(async (user, request) => {
  const { request: references } = readInput(changedQuery, searchParamsOf(request));
  return Response.json({ materials: await listChanged(user, new Date(), references) });
});
