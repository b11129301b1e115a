import { operatorRoute, readJson } from "@/lib/auth/guards";
import { reviewQc } from "@/lib/materials/commands";
import { qcReviewInput } from "@/lib/materials/types";

/** What a QC review of a material's current version came to. */
export const POST = operatorRoute("qc", async (operator, request) => {
  const review = await readJson(request, qcReviewInput);
  return Response.json(await reviewQc(operator, review, new Date()));
});
