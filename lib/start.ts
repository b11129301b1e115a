import "server-only";
import { trackConnections } from "@/lib/connection";
import { canMail } from "@/lib/email";
import { readEnv } from "@/lib/env";

/** What has to stand before the first request. Wrong settings stop the start, and say what to mend. */
export function start() {
  try {
    // next-auth reads its own address from the environment only.
    process.env.NEXTAUTH_URL = readEnv(process.env).APP_URL;
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
  if (!canMail())
    console.warn(
      "Nobody is mailed when a proxy is ready: set RESEND_API_KEY and MAIL_FROM. (.env.example explains each.)",
    );
  trackConnections();
}
