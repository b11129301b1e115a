import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { v7 } from "uuid";
import { readView } from "@/components/materials/view";
import { db } from "@/db/client";
import {
  mails,
  materials,
  notifications,
  proxyCopies,
  sourceRequests,
  titles,
  users,
} from "@/db/schema";
import { sendEvents } from "@/inngest/client";
import type { PartnerUser } from "@/lib/auth/types";
import { limited, resendServer } from "@/lib/email/testing";
import { MailNotTaken } from "@/lib/email/types";
import { env } from "@/lib/env";
import { aPartnerUser, aVersion, aVisibleMaterial } from "@/lib/testing/builders";
import {
  noteReturnedMail,
  sendMail,
  setMailMuted,
  sweepNotifications,
  writeDueMails,
} from "./commands";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  sendEvents: vi.fn(),
}));

const resend = await resendServer();
Object.assign(process.env, {
  RESEND_API_KEY: "re_test",
  RESEND_BASE_URL: resend.url,
  MAIL_FROM: "Turnover <turnover@studio.example>",
});
afterAll(resend.close);
beforeEach(resend.reset);
const log = vi.spyOn(console, "error").mockImplementation(() => {});
const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
afterEach(() => vi.clearAllMocks());

const start = new Date("2026-03-04T12:00:00Z").getTime();
const at = (seconds: number) => new Date(start + seconds * 1000);

let serial = 0;

/** A copy that the user asked for, of a material that they see, ready at that second. */
async function aReadyCopy(user: PartnerUser, seconds: number) {
  const made = await aVisibleMaterial(user, { versions: 0 });
  const language = "pt-BR";
  await db.update(materials).set({ language }).where(eq(materials.id, made.material.id));
  const version = await aVersion(made.material.id, undefined, "GLASS_s01e03_PROXY_v02.mp4");
  const object = { bytes: 1, md5: "0", xxh64: "0", crc32: "0" };
  const id = v7();
  await db.insert(proxyCopies).values({
    ...{ id, versionId: version.id, partnerId: user.partnerId, serial: ++serial, state: "ready" },
    ...{ percent: 100, requestedById: user.id, objectKey: `copies/${serial}`, ...object },
    ...{ createdAt: at(seconds - 60), changedAt: at(seconds), readyAt: at(seconds) },
  });
  return { ...made, id };
}

/** What the job does once it has waited. */
async function notify(user: { id: string }, seconds: number) {
  for (const id of await writeDueMails(user.id, at(seconds))) await sendMail(id, at(seconds));
}

const outcomes = async (user: PartnerUser) =>
  db
    .select({
      copy: notifications.proxyCopyId,
      mail: notifications.mailId,
      withheld: notifications.withheld,
    })
    .from(notifications)
    .where(eq(notifications.userId, user.id));
const mailsOf = (user: PartnerUser) => db.select().from(mails).where(eq(mails.userId, user.id));

describe("a copy that a user waited for", () => {
  test("is told of once: what, in which language, whose, and where in the app", async () => {
    const ada = await aPartnerUser({ name: "Ada <Northlight>" });
    const { request, material, title, type } = await aReadyCopy(ada, 0);
    await notify(ada, 121);
    await notify(ada, 122);

    const [mail, ...others] = resend.mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      from: "Turnover <turnover@studio.example>",
      to: ada.email,
      subject: `Your proxy is ready: ${title.name}, ${type.name}`,
    });
    for (const said of [
      title.name,
      type.name,
      "GLASS_s01e03_PROXY_v02.mp4",
      "Portuguese (Brazil)",
      "for you alone",
    ])
      for (const words of [mail?.text, mail?.html]) expect(words).toContain(said);
    expect(mail?.text).toContain("4 Mar 2026, 12:00 UTC");
    expect(mail?.html).toContain("Ada &lt;Northlight&gt;");

    const links = [...(mail?.html ?? "").matchAll(/href="(http[^"]+)"/g)].map(
      ([, url = ""]) => new URL(url.replaceAll("&amp;", "&")),
    );
    expect(links).toHaveLength(2);
    for (const { origin, pathname, searchParams } of links) {
      expect(origin + pathname).toBe(`${env.APP_URL}/materials`);
      expect(searchParams.getAll("request")).toEqual([request.reference]);
      expect(readView(searchParams).file).toBe(material.id);
    }
  });

  test("is told of together with all that become ready within two minutes of each other", async () => {
    const ada = await aPartnerUser();
    const ready = [0, 119, 238];
    for (const seconds of ready) await aReadyCopy(ada, seconds);
    // Each copy's event wakes after two minutes: only the last finds the burst over.
    for (const seconds of ready) await notify(ada, seconds + 120);
    await aReadyCopy(ada, 359);
    await notify(ada, 479);
    expect(resend.mails().map(({ subject }) => subject.slice(0, 19))).toEqual([
      "3 proxies are ready",
      "Your proxy is ready",
    ]);
  });

  test("does not wait for the end of a burst for more than ten minutes", async () => {
    const ada = await aPartnerUser();
    const ready = [0, 110, 220, 330, 440, 550];
    for (const seconds of ready) await aReadyCopy(ada, seconds);
    await notify(ada, 599);
    expect(resend.mails()).toEqual([]);
    await notify(ada, 600);
    expect(resend.mails().map(({ subject }) => subject.slice(0, 19))).toEqual([
      "6 proxies are ready",
    ]);
  });

  test("is in one mail however many ask at once, and as many users get their own", async () => {
    const ada = await aPartnerUser();
    const ben = await aPartnerUser({ partnerId: ada.partnerId });
    await aReadyCopy(ada, 0);
    await aReadyCopy(ben, 0);
    await Promise.all([ada, ada, ben, ada, ben, ada].map((user) => notify(user, 121)));
    expect(
      resend
        .mails()
        .map(({ to }) => to)
        .sort(),
    ).toEqual([ada.email, ben.email].sort());
    expect(await mailsOf(ada)).toHaveLength(1);
  });

  test("is never told of while it is made, when nobody waits, or after a week", async () => {
    const ada = await aPartnerUser();
    const [pooled, failed] = [await aReadyCopy(ada, 0), await aReadyCopy(ada, 0)];
    await aReadyCopy(ada, 121 - 7 * 86_400);
    await db.update(proxyCopies).set({ requestedById: null }).where(eq(proxyCopies.id, pooled.id));
    const none = {
      objectKey: null,
      bytes: null,
      md5: null,
      xxh64: null,
      crc32: null,
      readyAt: null,
    };
    await db
      .update(proxyCopies)
      .set({ ...none, state: "failed", reason: "unreadable" })
      .where(eq(proxyCopies.id, failed.id));
    await notify(ada, 121);
    expect(resend.mails()).toEqual([]);
    expect(await outcomes(ada)).toEqual([]);
  });
});

describe("nothing is told", () => {
  test("to who has muted mail, nor afterwards of what became ready meanwhile", async () => {
    const ada = await aPartnerUser();
    const { id } = await aReadyCopy(ada, 0);
    expect(await setMailMuted(ada, true, at(0))).toEqual({ muted: true });
    await notify(ada, 121);
    await setMailMuted(ada, false, at(122));
    await notify(ada, 300);
    expect(resend.asked).toEqual([]);
    expect(await outcomes(ada)).toEqual([{ copy: id, mail: null, withheld: "muted" }]);

    await aReadyCopy(ada, 301);
    await notify(ada, 500);
    expect(resend.mails()).toHaveLength(1);
  });

  test("of what the user may not see any more, nor of an old version; the rest is", async () => {
    const ada = await aPartnerUser();
    const [lost, old, kept] = [
      await aReadyCopy(ada, 0),
      await aReadyCopy(ada, 1),
      await aReadyCopy(ada, 2),
    ];
    await withdraw(lost.request.id);
    await aVersion(old.material.id);
    await notify(ada, 130);
    const [mail] = resend.mails();
    expect(mail?.subject).toContain(kept.title.name);
    for (const { title } of [lost, old]) expect(mail?.html).not.toContain(`>${title.name}<`);
    const told = Object.fromEntries(
      (await outcomes(ada)).map(({ copy, withheld }) => [copy, withheld]),
    );
    expect(told).toEqual({ [lost.id]: "not_visible", [old.id]: "superseded", [kept.id]: null });
  });

  test("to who was deactivated", async () => {
    const ada = await aPartnerUser();
    await aReadyCopy(ada, 0);
    await db
      .update(users)
      .set({ deactivatedAt: at(60) })
      .where(eq(users.id, ada.id));
    await notify(ada, 121);
    expect(resend.asked).toEqual([]);
  });

  test("when the right, or the wish, is lost between writing and sending; what is left goes in a mail of its own", async () => {
    const ada = await aPartnerUser();
    const [lost, kept] = [await aReadyCopy(ada, 0), await aReadyCopy(ada, 1)];
    const [first = ""] = await writeDueMails(ada.id, at(130));
    await withdraw(lost.request.id);
    await sendMail(first, at(131));
    expect(resend.asked).toEqual([]);
    await notify(ada, 132);
    expect(resend.mails().map(({ subject }) => subject)).toEqual([
      `Your proxy is ready: ${kept.title.name}, ${kept.type.name}`,
    ]);

    const ben = await aPartnerUser();
    await aReadyCopy(ben, 0);
    const [second = ""] = await writeDueMails(ben.id, at(130));
    await setMailMuted(ben, true, at(131));
    await sendMail(second, at(132));
    expect(resend.asked).toHaveLength(1);
    expect(await mailsOf(ben)).toMatchObject([{ state: "withheld", reason: "withheld: muted" }]);
  });

  const withdraw = (id: string) =>
    db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: at(10) })
      .where(eq(sourceRequests.id, id));
});

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

test("the database keeps a copy from being told of twice", async () => {
  const ada = await aPartnerUser();
  const { id } = await aReadyCopy(ada, 0);
  const row = () => ({ id: v7(), proxyCopyId: id, userId: ada.id, createdAt: at(0) });
  await db.insert(notifications).values({ ...row(), withheld: "muted" });
  await expect(db.insert(notifications).values({ ...row(), withheld: "muted" })).rejects.toThrow();
  await expect(db.insert(notifications).values(row())).rejects.toThrow();
  expect(await db.$count(notifications, and(eq(notifications.proxyCopyId, id)))).toBe(1);
});
