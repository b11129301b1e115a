/** Runs once before the first request: wrong settings stop the start, and say what to mend. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { readEnv } = await import("@/lib/env");
  const { trackConnections } = await import("@/lib/auth/connection");
  try {
    // next-auth reads its own address from the environment only.
    process.env.NEXTAUTH_URL = readEnv(process.env).APP_URL;
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
  trackConnections();
}
