import path from "node:path";
import { migrate } from "../db/migrate";
import type { Place } from "../e2e/support/takeable";
import { startApp } from "../scripts/launcher/app-server";
import { ensureBuild } from "../scripts/launcher/build";
import { engineSettings } from "../scripts/launcher/jobs-engine";
import { freePort } from "../scripts/launcher/ports";
import { ensureDatabase } from "../scripts/launcher/postgres";
import { startEventSink } from "../scripts/testing/event-sink";
import { blankSettings } from "../scripts/testing/test-settings";
import { makeThrowAway } from "../scripts/testing/throw-away";

/** The production build on a database and an object store of its own, which hold nothing yet. */
export async function startBenchApp() {
  // What was started is ended with this process, however that ends.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

  const throwAway = await makeThrowAway();
  const { home, secrets } = throwAway;
  await ensureDatabase(throwAway.cluster, "turnover");
  const place: Place = {
    databaseUrl: throwAway.cluster.url("turnover"),
    objectsDir: path.join(home, "objects"),
  };
  await migrate(place.databaseUrl);
  const port = await freePort();
  const sink = await startEventSink();
  const { NODE_ENV: _, ...blank } = blankSettings();
  const settings = {
    ...blank,
    DATABASE_URL: place.databaseUrl,
    OBJECTS_DIR: place.objectsDir,
    TURNOVER_HOME: home,
    APP_URL: `http://localhost:${port}`,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    ...engineSettings(secrets, sink.port),
  };
  let appProcess = 0;
  const add = (name: string, pid?: number) => {
    appProcess = pid ?? 0;
    throwAway.lock.add(name, pid);
  };
  const stopping = new AbortController().signal;
  await ensureBuild(settings, throwAway.lock, stopping);
  const app = await startApp({ mode: "start", port, settings, lock: { add }, stopping });
  const stop = async () => {
    await app.stop();
    sink.close();
    await throwAway.close();
  };
  return { place, settings, home, appProcess, stop };
}
