import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { mails } from "@/db/schema";
import { aPartnerUser } from "@/lib/testing/builders";
import { POST } from "./resend/route";

const key = Buffer.from("a secret of 24 characters");
process.env.RESEND_WEBHOOK_SECRET = `whsec_${key.toString("base64")}`;
const log = vi.spyOn(console, "warn").mockImplementation(() => {});
afterEach(() => log.mockClear());

async function aSentMail() {
  const user = await aPartnerUser();
  const id = v7();
  const at = new Date();
  const words = {
    sender: "t@x.example",
    recipient: user.email,
    subject: "s",
    html: "h",
    text: "t",
  };
  const tried = { attempts: 1, firstTriedAt: at, triedAt: at };
  await db
    .insert(mails)
    .values({ id, userId: user.id, ...words, ...tried, state: "sent", createdAt: at, sentAt: at });
  return id;
}

/** What the row says of a return. */
async function returnOf(id: string) {
  const [mail] = await db.select().from(mails).where(eq(mails.id, id));
  return mail?.returnReason;
}

/** News as Resend sends and signs them: HMAC-SHA256 of id, time and body (docs.svix.com, "verifying payloads manually"). */
function news(type: string, data: object, { at = Date.now(), by = key } = {}) {
  const body = JSON.stringify({ type, created_at: "2026-03-04T12:00:00.000Z", data });
  const [id, timestamp] = [`msg_${v7()}`, String(Math.floor(at / 1000))];
  const signature = createHmac("sha256", by).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = {
    "svix-id": id,
    "svix-timestamp": timestamp,
    "svix-signature": `v1,${signature}`,
  };
  return { body, headers };
}

const tell = ({ body, headers }: { body: string; headers: Record<string, string> }) =>
  POST(new Request("http://localhost/api/webhooks/resend", { method: "POST", body, headers }), {
    params: Promise.resolve({}),
  });

const bounce = (id: string) => ({
  email_id: "re_1",
  tags: { mail_id: id },
  bounce: { type: "Permanent", subType: "General", message: "The address does not exist." },
});

describe("news of a mail", () => {
  test.each([
    ["email.bounced", "bounced (Permanent, General): The address does not exist."],
    ["email.complained", "the receiver reported it as unwanted"],
    ["email.suppressed", "suppressed: it bounced before"],
    ["email.failed", "failed: domain_not_verified"],
  ])("%s is kept and logged", async (type, reason) => {
    const id = await aSentMail();
    const more = {
      suppressed: { type: "x", message: "it bounced before" },
      failed: { reason: "domain_not_verified" },
    };
    expect((await tell(news(type, { ...bounce(id), ...more }))).status).toBe(204);
    expect(await returnOf(id)).toBe(reason);
    expect(log.mock.calls.join()).toContain(reason);
  });

  test("that it arrived, or of a mail that is not ours, changes nothing", async () => {
    const id = await aSentMail();
    const told = [
      news("email.delivered", { email_id: "re_1", tags: { mail_id: id } }),
      news("email.bounced", { ...bounce(id), tags: undefined }),
      news("email.bounced", bounce(v7())),
      news("contact.created", { id: "1", email: "a@b.example" }),
    ];
    for (const one of told) expect((await tell(one)).status).toBe(204);
    expect(await returnOf(id)).toBeNull();
  });

  test("that is not signed, signed by another, changed on the way or old is answered as if nothing were here", async () => {
    const id = await aSentMail();
    const right = news("email.bounced", bounce(id));
    const forged = [
      { ...right, headers: {} },
      news("email.bounced", bounce(id), { by: Buffer.from("another secret, just as long") }),
      { ...right, body: right.body.replace("Permanent", "Transient") },
      news("email.bounced", bounce(id), { at: Date.now() - 600_000 }),
      { ...right, body: "" },
    ];
    for (const one of forged) expect((await tell(one)).status).toBe(404);
    expect(await returnOf(id)).toBeNull();
  });

  test("of a megabyte is not read", async () => {
    const huge = news("email.bounced", { ...bounce(v7()), filler: "x".repeat(2 ** 20) });
    expect((await tell(huge)).status).toBe(413);
  });
});
