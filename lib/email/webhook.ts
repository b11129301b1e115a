import "server-only";
import { Resend } from "resend";
import { mailTag } from "./resend";
import type { ReturnedMail } from "./types";

/**
 * What Resend reports of a mail, by a webhook that it signs (https://docs.svix.com/receiving/verifying-payloads/how).
 * @param payload the body, byte for byte as it came
 * @returns the mail that did not arrive; null for any other news; "forged" when the signature is not right or too old
 */
export function readWebhook(
  secret: string,
  payload: string,
  headers: Headers,
): ReturnedMail | null | "forged" {
  const news = verified(secret, payload, headers);
  if (news === "forged") return news;
  switch (news.type) {
    case "email.bounced": {
      const { type, subType, message } = news.data.bounce;
      return returned(news.data.tags, `bounced (${type}, ${subType}): ${message}`);
    }
    case "email.suppressed":
      return returned(news.data.tags, `suppressed: ${news.data.suppressed.message}`);
    case "email.failed":
      return returned(news.data.tags, `failed: ${news.data.failed.reason}`);
    case "email.complained":
      return returned(news.data.tags, "the receiver reported it as unwanted");
    default:
      return null;
  }
}

function verified(secret: string, payload: string, headers: Headers) {
  const header = (name: string) => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`);
  try {
    // The key is for the API, which is not called.
    return new Resend("unused").webhooks.verify({
      payload,
      headers: {
        id: header("id") ?? "",
        timestamp: header("timestamp") ?? "",
        signature: header("signature") ?? "",
      },
      webhookSecret: secret,
    });
  } catch {
    return "forged";
  }
}

/** Null for a mail that is not one of ours: the account may serve others. */
function returned(tags: Record<string, string> | undefined, reason: string): ReturnedMail | null {
  const mailId = tags?.[mailTag];
  return mailId ? { mailId, reason } : null;
}
