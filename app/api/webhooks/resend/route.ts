import { openRoute, readText } from "@/lib/auth/guards";
import { readWebhook } from "@/lib/email/webhook";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { noteReturnedMail } from "@/lib/notifications/commands";

/** What Resend reports of mails that it took; signed, so whoever has not the secret learns and changes nothing. */
export const POST = openRoute(async (request) => {
  const secret = env.RESEND_WEBHOOK_SECRET;
  if (!secret) throw new DomainError("not_found");
  const news = readWebhook(secret, await readText(request, 1), request.headers);
  if (news === "forged") throw new DomainError("not_found");
  if (news) await noteReturnedMail(news, new Date());
  return new Response(null, { status: 204 });
});
