import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../../db/migrate";
import { startApp } from "../../scripts/launcher/app-server";
import { ensureBuild } from "../../scripts/launcher/build";
import { seed } from "../../scripts/launcher/database";
import { freePort } from "../../scripts/launcher/ports";
import { ensureDatabase } from "../../scripts/launcher/postgres";
import { ensureChromium, ensureFfmpeg } from "../../scripts/launcher/programs";
import { blankSettings } from "../../scripts/testing/test-settings";
import { makeThrowAway } from "../../scripts/testing/throw-away";

declare module "vitest" {
  interface ProvidedContext {
    baseUrl: string;
    databaseUrl: string;
    objectsDir: string;
    chromiumPath: string;
  }
}

/** Once before the browser tests: the whole app as `npm run demo` serves it, with a world of its own. */
export default async function setUp(project: TestProject) {
  const programs = { ...(await ensureFfmpeg(process.env)), ...(await ensureChromium(process.env)) };
  const { home, secrets, lock, cluster, close } = await makeThrowAway();
  await ensureDatabase(cluster, "turnover");
  const databaseUrl = cluster.url("turnover");
  const objectsDir = path.join(home, "objects");
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const { NODE_ENV: _, ...blank } = blankSettings();
  const settings = {
    ...blank,
    ...programs,
    DATABASE_URL: databaseUrl,
    OBJECTS_DIR: objectsDir,
    TURNOVER_HOME: home,
    APP_URL: baseUrl,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    NEXT_TELEMETRY_DISABLED: "1",
  };

  // Nothing asks for an early end by this signal: vitest leaves, and what was started is killed.
  const { signal } = new AbortController();
  await migrate(databaseUrl);
  await seed(settings, lock, signal);
  await ensureBuild(settings, lock, signal);
  const app = await startApp({ mode: "start", port, settings, lock, stopping: signal });
  project.provide("baseUrl", baseUrl);
  project.provide("databaseUrl", databaseUrl);
  project.provide("objectsDir", objectsDir);
  project.provide("chromiumPath", programs.CHROMIUM_PATH ?? "");
  return async () => {
    await app.stop();
    await close();
  };
}
