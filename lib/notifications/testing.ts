import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { afterAll, beforeEach } from "vitest";
import { db } from "@/db/client";
import { mails, materials, proxyCopies } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { resendServer } from "@/lib/email/testing";
import { aVersion, aVisibleMaterial } from "@/lib/testing/builders";
import { sendMail, writeDueMails } from "./commands";

// Importing this file has mails go to a server that stands in for Resend.
export const resend = await resendServer();
Object.assign(process.env, {
  RESEND_API_KEY: "re_test",
  RESEND_BASE_URL: resend.url,
  MAIL_FROM: "Turnover <turnover@studio.example>",
});
afterAll(resend.close);
beforeEach(resend.reset);

const start = new Date("2026-03-04T12:00:00Z").getTime();
export const at = (seconds: number) => new Date(start + seconds * 1000);

let serial = 0;

/** A copy that the user asked for, of a material that they see, ready at that second. */
export async function aReadyCopy(user: PartnerUser, seconds: number) {
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
export async function notify(user: { id: string }, seconds: number) {
  for (const id of await writeDueMails(user.id, at(seconds))) await sendMail(id, at(seconds));
}

export const mailsOf = (user: PartnerUser) =>
  db.select().from(mails).where(eq(mails.userId, user.id));
