import "server-only";
import { env } from "@/lib/env";
import { outboxFolder, writeToOutbox } from "./outbox";
import { sendByResend } from "./resend";
import type { Mail } from "./types";

/** Whether mails can be sent at all: by Resend, or into the outbox. */
export const canMail = (): boolean => Boolean(env.RESEND_API_KEY ?? outboxFolder());

/** Who mails come from. */
export const mailSender = (): string => env.MAIL_FROM ?? "Turnover <turnover@localhost>";

/**
 * Hands a mail over. To do it twice is to do it once: Resend knows the mail by its id for 24 hours, the outbox for ever.
 * @throws MailNotTaken
 */
export async function deliverMail(mail: Mail, now: Date): Promise<void> {
  const folder = outboxFolder();
  if (folder) return writeToOutbox(folder, mail, now);
  if (!env.RESEND_API_KEY) throw new Error("No way to send mail is set up.");
  const { RESEND_API_KEY: key, RESEND_BASE_URL: baseUrl } = env;
  return sendByResend({ key, ...(baseUrl && { baseUrl }) }, mail);
}
