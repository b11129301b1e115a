import { operatorRoute } from "@/lib/auth/guards";
import type { Operator } from "@/lib/auth/types";
import { bodyWentOn } from "@/lib/connection";
import { deliver, deliverUpload } from "@/lib/deliveries/commands";
import { deliveryQuery, idempotencyKey, SILENCE_MS, uploadQuery } from "@/lib/deliveries/types";
import { DomainError } from "@/lib/errors";
import { readInput } from "@/lib/input";
import { BrokenOff, patientBody } from "@/lib/storage/receive";
import { searchParamsOf } from "@/lib/url";

/** Hands in a version: the query says what it is, the body is the file; or the query names an upload, and there is none. */
export const POST = operatorRoute("deliveries", async (operator, request) => {
  const said = searchParamsOf(request);
  if ("upload" in said) return answer(await finish(operator, said));
  const offer = readInput(deliveryQuery, said);
  const key = idempotencyKey.safeParse(request.headers.get("idempotency-key") ?? undefined);
  if (!key.success)
    throw new DomainError("bad_request", `Idempotency-Key: ${key.error.issues[0]?.message}.`);
  return answer(await deliver(operator, offer, bodyOf(request), { idempotencyKey: key.data }));
});

/** Of an upload under /api/uploads that is whole, which said what it is when it was begun. */
function finish(operator: Operator, said: object) {
  const { upload, ...sums } = readInput(uploadQuery, said);
  return deliverUpload(operator, upload, sums);
}

const answer = ({ created, delivered }: Awaited<ReturnType<typeof deliver>>) =>
  Response.json(delivered, { status: created ? 201 : 200 });

/** A body that says how long it is: a clean end of one that does not may be a cut on the way. */
function bodyOf(request: Request) {
  const said = request.headers.get("content-length");
  if (said === null || !/^\d{1,15}$/.test(said))
    throw new DomainError("bad_request", "Content-Length: is missing; send the file's size.");
  const length = Number(said);
  return { source: request.body ? noMore(request.body, length) : noBytes(), length };
}

/** All of a body; one that goes on after it is of another file than was said. */
async function* noMore(body: ReadableStream<Uint8Array>, length: number) {
  const wentOn = bodyWentOn();
  yield* patientBody(body, SILENCE_MS);
  if (wentOn()) throw new BrokenOff(`The body went on after the ${length} bytes that were said.`);
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
