import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { afterEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { mails, titles } from "@/db/schema";
import { sendEvents } from "@/inngest/client";
import { limited } from "@/lib/email/testing";
import { MailNotTaken } from "@/lib/email/types";
import { aPartnerUser } from "@/lib/testing/builders";
import { noteReturnedMail, sendMail, sweepNotifications, writeDueMails } from "./commands";
import { aReadyCopy, at, mailsOf, notify, resend } from "./testing";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  sendEvents: vi.fn(),
}));

const log = vi.spyOn(console, "error").mockImplementation(() => {});
const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
afterEach(() => vi.clearAllMocks());

describe("a mail that is not taken", () => {
  test("stays as it was written, and goes under the same key later", async () => {
    const ada = await aPartnerUser();
    const { title } = await aReadyCopy(ada, 0);
    resend.plan.push(limited("3600"));
    const [id = ""] = await writeDueMails(ada.id, at(121));
    const refusal = await sendMail(id, at(121)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MailNotTaken);
    expect(refusal).toMatchObject({ retryAfterSeconds: 3600 });
    expect(await mailsOf(ada)).toMatchObject([{ state: "queued", attempts: 1 }]);

    await db.update(titles).set({ name: "Renamed" }).where(eq(titles.id, title.id));
    await sendMail(id, at(3721));
    await sendMail(id, at(3722));
    expect(resend.asked.map(({ key }) => key)).toEqual([id, id]);
    expect(resend.mails()[0]?.html).toContain(title.name);
    expect(await mailsOf(ada)).toMatchObject([{ state: "sent", attempts: 2, sentAt: at(3721) }]);
  });

  test("whose answer a crash has lost is one mail all the same", async () => {
    const ada = await aPartnerUser();
    await aReadyCopy(ada, 0);
    const [id = ""] = await writeDueMails(ada.id, at(121));
    await sendMail(id, at(121));
    await db.update(mails).set({ state: "queued", sentAt: null }).where(eq(mails.id, id));
    await notify(ada, 200);
    expect(resend.asked).toHaveLength(2);
    expect(resend.mails()).toHaveLength(1);
  });

  test("is given up after 23 hours, while its key is still known, and said so in the log", async () => {
    const ada = await aPartnerUser();
    await aReadyCopy(ada, 0);
    resend.plan.push(limited("3600"));
    const [id = ""] = await writeDueMails(ada.id, at(121));
    await expect(sendMail(id, at(121))).rejects.toThrow("429");
    await sendMail(id, at(121 + 23 * 3600 + 1));
    expect(resend.asked).toHaveLength(1);
    expect(await mailsOf(ada)).toMatchObject(
      [{ state: "failed", reason: /429 rate_limit/ }].map((m) => ({
        ...m,
        reason: expect.stringMatching(m.reason),
      })),
    );
    expect(log.mock.calls.join()).toContain("was given up");
  });

  test("for good is noted with Resend's words", async () => {
    const ada = await aPartnerUser();
    await aReadyCopy(ada, 0);
    const message = "Invalid `to` field.";
    resend.plan.push({ status: 422, body: { statusCode: 422, name: "validation_error", message } });
    await notify(ada, 121);
    expect(await mailsOf(ada)).toMatchObject([
      { state: "failed", reason: `Resend answered 422 validation_error: ${message}` },
    ]);
  });

  test("is found by the sweep, as is a copy whose event was lost; what is under way is left alone", async () => {
    const [ada, ben, cleo] = [await aPartnerUser(), await aPartnerUser(), await aPartnerUser()];
    const [untold, unsent] = [await aReadyCopy(ada, 0), await aReadyCopy(ben, 0)];
    await writeDueMails(ben.id, at(121));
    await aReadyCopy(cleo, 600);
    const swept = async (seconds: number) => {
      vi.mocked(sendEvents).mockClear();
      await sweepNotifications(at(seconds));
      const events = vi.mocked(sendEvents).mock.calls.flat();
      return events.map(({ name, data }) => ({ name, ...data }));
    };
    const theirs = (event: object) =>
      "userId" in event && [ada, ben, cleo].some(({ id }) => id === event.userId);
    expect((await swept(899)).filter(theirs)).toEqual([]);
    const found = (await swept(1100)).filter(theirs);
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        { name: "proxy-copy/ready", proxyCopyId: untold.id, userId: ada.id },
        { name: "proxy-copy/ready", proxyCopyId: unsent.id, userId: ben.id },
      ]),
    );
    for (const user of [ada, ben]) await notify(user, 1101);
    expect((await swept(1200)).filter(theirs)).toEqual([]);
    expect(resend.mails()).toHaveLength(2);
  });

  test("arrives at nobody: the report is kept once and logged", async () => {
    const ada = await aPartnerUser();
    await aReadyCopy(ada, 0);
    await notify(ada, 121);
    const [sent] = await mailsOf(ada);
    const report = { mailId: sent?.id ?? "", reason: "bounced (Permanent, General): no such user" };
    await noteReturnedMail(report, at(200));
    await noteReturnedMail({ ...report, reason: "again" }, at(300));
    for (const mailId of [v7(), "not an id"])
      await noteReturnedMail({ ...report, mailId }, at(300));
    expect(await mailsOf(ada)).toMatchObject([
      { returnedAt: at(200), returnReason: report.reason },
    ]);
    expect(warnings.mock.calls).toEqual([
      [`mail ${sent?.id} to ${ada.email} did not arrive: ${report.reason}`],
    ]);
  });
});
