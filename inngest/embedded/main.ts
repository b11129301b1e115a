import { startEngine } from "./engine";

// The embedded engine as a process of its own: started by the launcher, with the address of the app's functions.

const [appUrl] = process.argv.slice(2);
const { DATABASE_URL, INNGEST_BASE_URL, INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY } = process.env;
if (!appUrl || !DATABASE_URL || !INNGEST_BASE_URL || !INNGEST_SIGNING_KEY || !INNGEST_EVENT_KEY)
  throw new Error(
    "Give the address of /api/inngest, and set DATABASE_URL, INNGEST_BASE_URL (http://127.0.0.1:PORT), INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY.",
  );

const stop = await startEngine({
  databaseUrl: DATABASE_URL,
  appUrl,
  port: Number(new URL(INNGEST_BASE_URL).port),
  signingKey: INNGEST_SIGNING_KEY,
  eventKey: INNGEST_EVENT_KEY,
});
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(name, () => void stop().then(() => process.exit(0)));
