import { v7 } from "uuid";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { sendByResend } from "./resend";
import { broken, limited, resendServer } from "./testing";
import { MailNotTaken } from "./types";

const resend = await resendServer();
afterAll(resend.close);
beforeEach(resend.reset);

const aMail = () => ({
  id: v7(),
  sender: "Turnover <turnover@studio.example>",
  recipient: "ada@northlight.example",
  subject: "Your proxy is ready: Glass S01E03, Final Proxy",
  html: "<p>It is ready.</p>",
  text: "It is ready.",
});

/** Sends by the real client; the waits that it asks for are noted, not waited. */
async function send(mail = aMail(), key = "re_test") {
  const waits: number[] = [];
  const wait = async (ms: number) => waits.push(ms);
  const refusal = await sendByResend({ key, baseUrl: resend.url }, mail, wait).then(
    () => null,
    (error: unknown) => error as MailNotTaken,
  );
  return { mail, waits, refusal };
}

describe("Resend", () => {
  test("gets the mail whole, under its idempotency key", async () => {
    const { mail, waits, refusal } = await send();
    expect([refusal, waits]).toEqual([null, []]);
    expect(resend.asked[0]).toMatchObject({ key: mail.id });
    expect(resend.mails()).toEqual([
      {
        from: mail.sender,
        to: mail.recipient,
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        headers: { "Auto-Submitted": "auto-generated" },
        tags: [{ name: "mail_id", value: mail.id }],
      },
    ]);
  });

  test("is asked again after 429 and 500, under the same key: one mail", async () => {
    resend.plan.push(limited("2"), broken);
    const { mail, waits, refusal } = await send();
    expect(refusal).toBeNull();
    expect(waits).toEqual([2000, 1000]);
    expect(resend.asked.map(({ key }) => key)).toEqual([mail.id, mail.id, mail.id]);
    expect(resend.mails()).toHaveLength(1);
  });

  test("is asked again when the line breaks, also after it took the mail: one mail", async () => {
    resend.plan.push("hang up", "take it and hang up");
    const { refusal } = await send();
    expect(refusal).toBeNull();
    expect(resend.asked).toHaveLength(3);
    expect(resend.mails()).toHaveLength(1);
  });

  test("names a date to wait for, and is left alone until then", async () => {
    resend.plan.push(limited(new Date(Date.now() + 3_600_000).toUTCString()));
    const { waits, refusal } = await send();
    expect(waits).toEqual([]);
    expect(refusal).toBeInstanceOf(MailNotTaken);
    expect(refusal?.final).toBe(false);
    expect(refusal?.retryAfterSeconds).toBeGreaterThan(3_590);
    expect(refusal?.retryAfterSeconds).toBeLessThanOrEqual(3_600);
  });

  test("that stays broken is left to the jobs' engine after four tries", async () => {
    resend.plan.push(broken, broken, broken, broken);
    const { waits, refusal } = await send();
    expect(waits).toEqual([500, 1000, 2000]);
    expect(refusal).toMatchObject({ final: false, retryAfterSeconds: null });
    expect(refusal?.message).toBe(
      "Resend answered 500 internal_server_error: An unexpected error.",
    );
  });

  test("refuses other words under a known key, and that is final", async () => {
    const { mail } = await send();
    const { waits, refusal } = await send({ ...mail, subject: "Something else" });
    expect([refusal?.final, waits]).toEqual([true, []]);
    expect(resend.mails()).toHaveLength(1);
  });

  test("refuses a mail that it can't read, and that is final", async () => {
    const message = "Invalid `to` field.";
    resend.plan.push({ status: 422, body: { statusCode: 422, name: "validation_error", message } });
    expect((await send()).refusal).toMatchObject({ final: true });
    expect(resend.asked).toHaveLength(1);
  });

  test("refuses a key that was revoked: an operator can mend that, so it is not final", async () => {
    const { refusal } = await send(aMail(), "re_old");
    expect(refusal).toMatchObject({ final: false });
    expect(refusal?.message).toContain("403 invalid_api_key");
  });

  test("behind a proxy that answers in its own words is asked again", async () => {
    resend.plan.push({ status: 502, body: { error: "bad gateway" } });
    expect((await send()).refusal).toBeNull();
    expect(resend.asked).toHaveLength(2);
  });
});
