import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { z } from "zod";
import { db } from "@/db/client";
import { mails, notifications, users } from "@/db/schema";
import { proxyCopyReady, sendEvents } from "@/inngest/client";
import { getUserById } from "@/lib/auth/queries";
import type { PartnerUser, Viewer } from "@/lib/auth/types";
import { canMail, deliverMail, mailSender } from "@/lib/email";
import { renderProxyReady } from "@/lib/email/templates/render";
import { MailNotTaken, type ReturnedMail } from "@/lib/email/types";
import { env } from "@/lib/env";
import { languageName } from "@/lib/source-requests/rules";
import { listLostNotifications, listWaitedFor, type WaitedFor } from "./queries";
import { isBurstOver, materialsAddress, outcomeOf, TRIED_FOR } from "./rules";

/** Switches the mails about what is ready off, or on again. What became ready meanwhile is not told of later. */
export async function setMailMuted(viewer: Viewer, muted: boolean, now: Date) {
  await db
    .update(users)
    .set({ mailMutedAt: muted ? now : null })
    .where(eq(users.id, viewer.id));
  return { muted };
}

/**
 * Writes the mail of a burst of a user's copies that is over, and notes of each copy that it is told of, or why
 * it is not to be: in one transaction, so that no copy is ever in two mails.
 * @returns the mails of this user that are to be sent, this one and any that stayed behind
 */
export async function writeDueMails(userId: string, now: Date): Promise<string[]> {
  if (!canMail()) return [];
  const viewer = await getUserById(userId);
  await db.transaction(async (tx) => {
    // One at a time for a user; this lock lets their downloads go on.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("no key update");
    const copies = await listWaitedFor(tx, { userId, viewer }, now);
    const readyAt = copies.map((copy) => copy.readyAt);
    if (copies.length === 0 || !isBurstOver(readyAt, now)) return;
    const outcomes = copies.map((copy) => ({ copy, outcome: outcomeOf(copy, viewer) }));
    const told = outcomes.filter(({ outcome }) => outcome === "mail").map(({ copy }) => copy);
    const mail = told.length > 0 ? await mailOf(viewer as PartnerUser, told, now) : null;
    if (mail) await tx.insert(mails).values(mail);
    await tx.insert(notifications).values(
      outcomes.map(({ copy, outcome }) => ({
        id: v7(),
        proxyCopyId: copy.id,
        userId,
        createdAt: now,
        ...(outcome === "mail" ? { mailId: mail?.id } : { withheld: outcome }),
      })),
    );
  });
  const queued = await db
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.userId, userId), eq(mails.state, "queued")))
    .orderBy(asc(mails.id));
  return queued.map(({ id }) => id);
}

/**
 * Hands a mail over, if it is still to be sent and all that it tells of is still its receiver's to know.
 * To do it again is to do nothing.
 * @throws MailNotTaken when it is to be tried again
 */
export async function sendMail(id: string, now: Date): Promise<void> {
  const [mail] = await db
    .select()
    .from(mails)
    .where(and(eq(mails.id, id), eq(mails.state, "queued")));
  if (!mail) return;
  if (mail.firstTriedAt && now.getTime() - mail.firstTriedAt.getTime() > TRIED_FOR)
    return giveUp(id, mail.reason ?? "its tries had no answer");
  if (await takeBack(mail, now)) return;
  await db
    .update(mails)
    .set({
      attempts: sql`${mails.attempts} + 1`,
      firstTriedAt: sql`coalesce(${mails.firstTriedAt}, ${now.toISOString()})`,
      triedAt: now,
    })
    .where(eq(mails.id, id));
  try {
    await deliverMail(mail, now);
  } catch (error) {
    if (!(error instanceof MailNotTaken)) throw error;
    if (error.final) return giveUp(id, error.message);
    await db.update(mails).set({ reason: error.message }).where(eq(mails.id, id));
    throw error;
  }
  await db
    .update(mails)
    .set({ state: "sent", sentAt: now, reason: null })
    .where(and(eq(mails.id, id), eq(mails.state, "queued")));
}

/** Notes that a mail did not arrive, and logs it. A report that comes twice, or of a mail that is not ours, does nothing. */
export async function noteReturnedMail({ mailId, reason }: ReturnedMail, now: Date) {
  if (!z.uuid().safeParse(mailId).success) return;
  const [mail] = await db
    .update(mails)
    .set({ returnedAt: now, returnReason: reason })
    .where(and(eq(mails.id, mailId), isNull(mails.returnedAt)))
    .returning({ recipient: mails.recipient });
  if (mail) console.warn(`mail ${mailId} to ${mail.recipient} did not arrive: ${reason}`);
}

/** Sets going again what was lost: copies that nobody was told of, mails that were never handed over. @returns for how many users */
export async function sweepNotifications(now: Date): Promise<number> {
  if (!canMail()) return 0;
  const lost = await listLostNotifications(now);
  await sendEvents(...lost.map((one) => proxyCopyReady.create(one)));
  return lost.length;
}

async function mailOf(user: PartnerUser, copies: WaitedFor[], now: Date) {
  const requests = [...new Set(copies.flatMap(({ request }) => request ?? []))].slice(0, 50);
  const [only, ...others] = copies;
  const mail = await renderProxyReady({
    userName: user.name,
    partnerName: user.partnerName,
    copies: copies.map(({ request, materialId, ...copy }) => ({
      ...copy,
      language: copy.language && languageName(copy.language),
      url: materialsAddress(env.APP_URL, request ? [request] : [], materialId),
    })),
    url: materialsAddress(
      env.APP_URL,
      requests,
      others.length === 0 ? only?.materialId : undefined,
    ),
    supportEmail: env.SUPPORT_EMAIL,
  });
  return {
    id: v7(),
    userId: user.id,
    sender: mailSender(),
    recipient: user.email,
    ...mail,
    createdAt: now,
  };
}

/**
 * Between writing and sending a user may have muted mail, or lost the right to a copy. A mail is never
 * changed, so it is then withheld as a whole, and the copies that may still be told of are due again.
 * @returns whether it was
 */
async function takeBack(mail: { id: string; userId: string }, now: Date): Promise<boolean> {
  const viewer = await getUserById(mail.userId);
  return db.transaction(async (tx) => {
    const copies = await listWaitedFor(tx, { userId: mail.userId, viewer, mailId: mail.id }, now);
    const outcomes = copies.map((copy) => ({ id: copy.id, outcome: outcomeOf(copy, viewer) }));
    const lost = outcomes.filter(({ outcome }) => outcome !== "mail");
    if (lost.length === 0) return false;
    const reason = `withheld: ${[...new Set(lost.map(({ outcome }) => outcome))].join(", ")}`;
    const [taken] = await tx
      .update(mails)
      .set({ state: "withheld", reason })
      .where(and(eq(mails.id, mail.id), eq(mails.state, "queued")))
      .returning({ id: mails.id });
    if (!taken) return true;
    const ofMail = eq(notifications.mailId, mail.id);
    for (const { id, outcome } of outcomes) {
      const one = and(ofMail, eq(notifications.proxyCopyId, id));
      if (outcome === "mail") await tx.delete(notifications).where(one);
      else await tx.update(notifications).set({ mailId: null, withheld: outcome }).where(one);
    }
    return true;
  });
}

async function giveUp(id: string, reason: string): Promise<void> {
  const [mail] = await db
    .update(mails)
    .set({ state: "failed", reason })
    .where(and(eq(mails.id, id), eq(mails.state, "queued")))
    .returning({ recipient: mails.recipient });
  if (mail) console.error(`mail ${id} to ${mail.recipient} was given up: ${reason}`);
}
