import "server-only";
import { trackConnections } from "@/lib/auth/connection";
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
  trackConnections();
}
