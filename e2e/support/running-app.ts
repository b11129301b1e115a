import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../../db/migrate";
import { startApp } from "../../scripts/launcher/app-server";
import { ensureBuild } from "../../scripts/launcher/build";
import { seed } from "../../scripts/launcher/database";
import { engineSettings, startEngine } from "../../scripts/launcher/jobs-engine";
import { freePort } from "../../scripts/launcher/ports";
import { ensureDatabase } from "../../scripts/launcher/postgres";
import { ensureChromium, ensureFfmpeg } from "../../scripts/launcher/programs";
import type { Settings } from "../../scripts/launcher/settings";
import { blankSettings } from "../../scripts/testing/test-settings";
import { makeThrowAway, type ThrowAway } from "../../scripts/testing/throw-away";

declare module "vitest" {
  interface ProvidedContext {
    baseUrl: string;
    databaseUrl: string;
    objectsDir: string;
    outboxDir: string;
    /** An API token of opal's with every scope. */
    operatorToken: string;
    chromiumPath: string;
    /** Milliseconds; vitest.config.ts says it. */
    patience: number;
  }
}

/** Once before the browser tests: the whole app as `npm run demo` serves it, with a world of its own. */
export default async function setUp(project: TestProject) {
  const programs = { ...(await ensureFfmpeg(process.env)), ...(await ensureChromium(process.env)) };
  const throwAway = await makeThrowAway();
  try {
    const port = await freePort();
    const settings = await settingsOf(throwAway, programs, `http://localhost:${port}`);
    const { app, engine } = await start(throwAway, port, settings);
    project.provide("baseUrl", settings.APP_URL);
    project.provide("databaseUrl", settings.DATABASE_URL);
    project.provide("objectsDir", settings.OBJECTS_DIR);
    project.provide("outboxDir", settings.OUTBOX_DIR);
    project.provide("operatorToken", settings.TURNOVER_OPERATOR_TOKEN ?? "");
    project.provide("chromiumPath", programs.CHROMIUM_PATH ?? "");
    return async () => {
      await app.stop();
      await engine.stop();
      await throwAway.close();
    };
  } catch (error) {
    await throwAway.close();
    throw error;
  }
}

async function settingsOf({ home, secrets, cluster }: ThrowAway, programs: Settings, url: string) {
  await ensureDatabase(cluster, "turnover");
  // vitest's NODE_ENV is not for Next.
  const { NODE_ENV: _, ...blank } = blankSettings();
  return {
    ...blank,
    ...programs,
    DATABASE_URL: cluster.url("turnover"),
    OBJECTS_DIR: path.join(home, "objects"),
    OUTBOX_DIR: path.join(home, "outbox"),
    OUTBOX_PAGES: "true",
    WORK_DIR: path.join(home, "work"),
    PROXY_POOL_TARGET: "0",
    UPLOADS_DIR: path.join(home, "uploads"),
    TURNOVER_HOME: home,
    APP_URL: url,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    TURNOVER_OPERATOR_TOKEN: secrets.operatorToken,
    ...engineSettings(secrets, await freePort()),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

async function start(
  { lock }: ThrowAway,
  port: number,
  settings: Settings & { DATABASE_URL: string },
) {
  // Nothing asks for an early end by this signal: vitest leaves, and what was started is killed.
  const { signal } = new AbortController();
  await migrate(settings.DATABASE_URL);
  await seed(settings, lock, signal);
  await ensureBuild(settings, lock, signal);
  const engine = startEngine(settings, port, lock);
  const app = await startApp({ mode: "start", port, settings, lock, stopping: signal });
  return { app, engine };
}
