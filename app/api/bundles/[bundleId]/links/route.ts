import { partnerRoute } from "@/lib/auth/guards";
import { renewLinks } from "@/lib/bundles/commands";

/** Links to the same bytes, signed anew; for the bundle's own user. */
export const POST = partnerRoute(async (user, _, { bundleId = "" }) =>
  Response.json(await renewLinks(user, bundleId, new Date())),
);
