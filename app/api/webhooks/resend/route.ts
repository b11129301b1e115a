import { openRoute } from "@/lib/auth/guards";
import { readWebhook } from "@/lib/email/webhook";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { noteReturnedMail } from "@/lib/notifications/commands";

/** What Resend reports of mails that it took; signed, so whoever has not the secret learns and changes nothing. */
export const POST = openRoute(async (request) => {
  const secret = env.RESEND_WEBHOOK_SECRET;
  if (!secret) throw new DomainError("not_found");
  const news = readWebhook(secret, await bodyOf(request), request.headers);
  if (news === "forged") throw new DomainError("not_found");
  if (news) await noteReturnedMail(news, new Date());
  return new Response(null, { status: 204 });
});

/** Such news is a few kilobytes. */
const limit = 256 * 1024;

async function bodyOf(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw new DomainError("too_large", "The body is larger than 256 KiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
