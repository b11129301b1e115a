import { expect, test } from "vitest";
import { canonicalJson } from "@/inngest/embedded/json";
import { signatureOf } from "@/inngest/embedded/signing";
import { POST, PUT } from "./route";

const address = "http://localhost:3000/api/inngest";
const key = process.env.INNGEST_SIGNING_KEY ?? "";
const nowhere = { params: Promise.resolve({}) };

function asked(method: string, body: BodyInit, signature: string) {
  const headers = {
    "content-type": "application/json",
    "x-inngest-signature": signature,
    "x-inngest-server-kind": "cloud",
    "x-inngest-sync-kind": "in_band",
  };
  return new Request(address, { method, headers, body, duplex: "half" } as RequestInit);
}

test("the engine that signs with the key is answered, and nobody else", async () => {
  const body = canonicalJson({ url: address });
  const answer = await PUT(asked("PUT", body, signatureOf(body, key)), nowhere);
  expect(answer.status).toBe(200);
  expect((await answer.json()).functions.length).toBeGreaterThan(0);
  const forged = await PUT(asked("PUT", body, signatureOf(body, "ab".repeat(32))), nowhere);
  expect(forged.status).toBe(401);
});

test("a body without end is not read to its end, whatever signature it shows", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(2 ** 20));
    },
  });
  const answer = await POST(asked("POST", endless, "t=1&s=00"), nowhere);
  expect(answer.status).toBe(413);
  expect(sent).toBeLessThan(70);
});
