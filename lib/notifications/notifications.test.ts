import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { readView } from "@/components/materials/view";
import { db } from "@/db/client";
import { notifications, proxyCopies, sourceRequests, users } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { aPartnerUser, aVersion } from "@/lib/testing/builders";
import { sendMail, setMailMuted, writeDueMails } from "./commands";
import { aReadyCopy, at, mailsOf, notify, resend } from "./testing";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  sendEvents: vi.fn(),
}));

const outcomes = async (user: PartnerUser) =>
  db
    .select({
      copy: notifications.proxyCopyId,
      mail: notifications.mailId,
      withheld: notifications.withheld,
    })
    .from(notifications)
    .where(eq(notifications.userId, user.id));

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

test("the database keeps a copy from being told of twice", async () => {
  const ada = await aPartnerUser();
  const { id } = await aReadyCopy(ada, 0);
  const row = () => ({ id: v7(), proxyCopyId: id, userId: ada.id, createdAt: at(0) });
  await db.insert(notifications).values({ ...row(), withheld: "muted" });
  await expect(db.insert(notifications).values({ ...row(), withheld: "muted" })).rejects.toThrow();
  await expect(db.insert(notifications).values(row())).rejects.toThrow();
  expect(await db.$count(notifications, and(eq(notifications.proxyCopyId, id)))).toBe(1);
});
