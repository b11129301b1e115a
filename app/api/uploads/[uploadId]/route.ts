import { operatorRoute } from "@/lib/auth/guards";
import { answerUpload } from "@/lib/storage/uploads";

/** How much of an upload has come (HEAD), more of it (PATCH), or none of it any more (DELETE). */
const answer = operatorRoute("deliveries", (operator, request, { uploadId = "" }) =>
  answerUpload(request, operator.id, { uploadId }),
);

export { answer as DELETE, answer as HEAD, answer as PATCH };
