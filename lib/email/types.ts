import { z } from "zod";

/** A mail as it is handed over. The same id with other words is refused, so it never changes. */
export type Mail = {
  /** Also its idempotency key. */
  id: string;
  /** `Name <who@example.com>`, or the address alone. */
  sender: string;
  recipient: string;
  subject: string;
  html: string;
  text: string;
};

/** A mail in the outbox, as its file holds it. */
export const outboxMail = z.object({
  id: z.uuid(),
  sender: z.string(),
  recipient: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** ISO 8601. */
  at: z.iso.datetime(),
});
export type OutboxMail = z.output<typeof outboxMail>;

/** That a mail was not taken. The message is for the operators' log. */
export class MailNotTaken extends Error {
  constructor(
    message: string,
    /** Whether the same mail will never be taken. */
    readonly final: boolean,
    /** When the provider wants to be asked again, in seconds; null when it has not said. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = "MailNotTaken";
  }
}

/** That a mail was taken and then did not arrive, as the provider has reported it. */
export type ReturnedMail = { mailId: string; reason: string };
