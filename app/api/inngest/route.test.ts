import { describe, expect, test, vi } from "vitest";
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

const fresh = () => Math.floor(Date.now() / 1000);

test("functions are registered nowhere at the wish of who has no key", async () => {
  const engine = vi.spyOn(globalThis, "fetch");
  const signatures = ["t=1&s=00", `t=${fresh()}&s=${"0".repeat(64)}`];
  for (const signature of signatures) {
    // Without the kind it is "out of band": the SDK would tell the engine itself, of the host that is named here.
    const headers = { host: "evil.example", "x-inngest-signature": signature };
    const request = new Request("http://evil.example/api/inngest", { method: "PUT", headers });
    expect((await PUT(request, nowhere)).status).toBe(401);
  }
  expect(engine).not.toHaveBeenCalled();
});

describe("a body without end", () => {
  function endless() {
    const sent = { mebibytes: 0 };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent.mebibytes += 1;
        controller.enqueue(new Uint8Array(2 ** 20));
      },
    });
    return { body, sent };
  }

  test("is not read to its end, though its signature may be right", async () => {
    const { body, sent } = endless();
    const request = asked("POST", body, `t=${fresh()}&s=${"0".repeat(64)}`);
    expect((await POST(request, nowhere)).status).toBe(413);
    expect(sent.mebibytes).toBeLessThan(8);
  });

  test.each([
    ["of another form", () => "t=1&s=00"],
    ["of ten minutes ago", () => `t=${fresh() - 600}&s=${"0".repeat(64)}`],
    ["of ten minutes hence", () => `t=${fresh() + 600}&s=${"0".repeat(64)}`],
  ])("is not read at all where the signature is %s", async (_, signature) => {
    const { body, sent } = endless();
    expect((await POST(asked("POST", body, signature()), nowhere)).status).toBe(401);
    expect(sent.mebibytes).toBeLessThan(2);
  });
});
