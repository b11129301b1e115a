import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorResponse, Resend } from "resend";
import { type Mail, MailNotTaken } from "./types";

export type ResendAccount = { key: string; baseUrl?: string };

/** Within one call only what passes by itself is waited for: a limit of a few mails a second, a server that restarts. */
const tries = 4;
const longestWaitSeconds = 10;
/** Longer than any answer of an API that works. */
const patienceMs = 20_000;

/**
 * Sends by Resend's API, again and again under the same idempotency key where that may help.
 * @param wait for tests, that have no time
 * @throws MailNotTaken, with the time after which to try again when Resend has said so
 */
export async function sendByResend(
  { key, baseUrl }: ResendAccount,
  mail: Mail,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<void> {
  const resend = new Resend(key, baseUrl ? { baseUrl } : {});
  for (let attempt = 1; ; attempt++) {
    const refusal = await tryOnce(resend, mail);
    if (!refusal) return;
    const pause = refusal.retryAfterSeconds ?? 2 ** (attempt - 1) * 0.5;
    if (refusal.final || attempt === tries || pause > longestWaitSeconds) throw refusal;
    await wait(pause * 1000);
  }
}

async function tryOnce(resend: Resend, mail: Mail): Promise<MailNotTaken | null> {
  const { error, headers } = await resend.emails.send(
    {
      from: mail.sender,
      to: mail.recipient,
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      // RFC 3834: nobody's out-of-office answers a mail that no person wrote.
      headers: { "Auto-Submitted": "auto-generated" },
      // The webhook tells them again, also of a mail whose answer was lost.
      tags: [{ name: mailTag, value: mail.id }],
    },
    { idempotencyKey: mail.id, signal: AbortSignal.timeout(patienceMs) },
  );
  return error && refusalOf(error, headers?.["retry-after"]);
}

/** The tag under which Resend keeps our id of a mail. */
export const mailTag = "mail_id";

/** Of the answers of 400 to 499, those that another try, or an operator's hand, can turn. */
const passing = [401, 403, 408, 425, 429];

function refusalOf({ name, message, statusCode }: ErrorResponse, retryAfter: string | undefined) {
  // What stands between may answer in JSON of its own, without a status.
  const isOurs = (statusCode ?? 0) >= 400 && (statusCode ?? 0) < 500;
  const final =
    isOurs && !passing.includes(statusCode ?? 0) && name !== "concurrent_idempotent_requests";
  const said = `Resend answered ${statusCode ?? "nothing"} ${name}: ${message}`;
  return new MailNotTaken(said, final, secondsOf(retryAfter));
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function secondsOf(retryAfter: string | undefined): number | null {
  if (!retryAfter) return null;
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
