import { RetryAfterError } from "inngest";
import { MailNotTaken } from "@/lib/email/types";
import { sendMail, writeDueMails } from "@/lib/notifications/commands";
import { BURST_GAP } from "@/lib/notifications/rules";
import { inngest, proxyCopyReady } from "./client";

/** More than the clocks of app and database differ by. */
const margin = 2_000;

/**
 * Tells a user of the copies that they waited for: one mail for all that become ready within two minutes
 * of each other. Each copy's event waits out the two minutes; the one of the last copy finds the burst over.
 */
export const notifyProxyReadyFunction = inngest.createFunction(
  { id: "notify-proxy-ready", triggers: [proxyCopyReady], concurrency: 4 },
  async ({ event, step }) => {
    const { userId } = event.data;
    await step.sleep("wait-for-the-burst", BURST_GAP + margin);
    // A mail that had to be withheld leaves copies that are due again: the second round writes theirs.
    for (const round of [1, 2]) {
      const mailIds = await step.run(`write-mails-${round}`, () =>
        writeDueMails(userId, new Date()),
      );
      for (const id of mailIds) await step.run(`send-${round}-${id}`, () => send(id));
    }
  },
);

/** Resend's own word on when to try again goes before the engine's. */
async function send(id: string) {
  try {
    await sendMail(id, new Date());
  } catch (error) {
    if (error instanceof MailNotTaken && error.retryAfterSeconds !== null)
      throw new RetryAfterError(error.message, error.retryAfterSeconds * 1000, { cause: error });
    throw error;
  }
}
