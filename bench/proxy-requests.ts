import { linkSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "../db/migrate";
import { resendServer } from "../lib/email/testing";
import { engineSettings, startEngine } from "../scripts/launcher/jobs-engine";
import { freePort } from "../scripts/launcher/ports";
import { ensureDatabase } from "../scripts/launcher/postgres";
import type { Settings } from "../scripts/launcher/settings";
import { makeThrowAway } from "../scripts/testing/throw-away";

/** The app's own jobs with all that they need, but without its pages: functions, engine, database, store, mail. */
export async function startJobs(given: Settings) {
  const throwAway = await makeThrowAway({ durable: true });
  const { home, secrets, cluster, lock } = throwAway;
  await ensureDatabase(cluster, "turnover");
  await migrate(cluster.url("turnover"));
  const resend = await resendServer();
  const objects = path.join(home, "objects");
  const settings = {
    ...given,
    DATABASE_URL: cluster.url("turnover"),
    APP_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    OBJECTS_DIR: objects,
    WORK_DIR: path.join(home, "work"),
    PROXY_POOL_TARGET: "0",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
    MAIL_FROM: "turnover@studio.example",
    ...engineSettings(secrets, await freePort()),
  };
  // The app's modules read them when they are loaded.
  Object.assign(process.env, settings);
  const { serve } = await import("inngest/node");
  const { inngest } = await import("../inngest/client");
  const { functions } = await import("../inngest/functions");
  const app = createServer(serve({ client: inngest, functions }));
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const engine = startEngine(settings, (app.address() as AddressInfo).port, lock);
  while (!(await fetch(`${settings.INNGEST_BASE_URL}/health`).catch(() => null))?.ok)
    await sleep(50);

  return {
    /**
     * Has a proxy made for a user of a version of which there is nothing yet.
     * @returns seconds from the request until its mezzanine was there, it was ready, and the mail was sent
     */
    request: (master: string) => request(master, objects, resend),
    async close() {
      await engine.stop();
      app.close().closeAllConnections();
      await (await import("../db/client")).pool.end();
      await resend.close();
      await throwAway.close();
    },
  };
}

async function request(
  master: string,
  objects: string,
  resend: Awaited<ReturnType<typeof resendServer>>,
) {
  const { eq } = await import("drizzle-orm");
  const { db } = await import("../db/client");
  const { proxyCopies, versions } = await import("../db/schema");
  const { requestProxy } = await import("../lib/proxies/commands");
  const { mezzanineKey } = await import("../lib/proxies/encoding");
  const { aPartnerUser, aVersion, aVisibleMaterial } = await import("../lib/testing/builders");
  const user = await aPartnerUser();
  const proxy = { watermarked: true, mediaKind: "video" as const };
  const { material } = await aVisibleMaterial(user, { assetType: proxy, versions: 0 });
  const { id: versionId } = await aVersion(material.id, undefined, "master.mp4");
  const objectKey = `bench/${versionId}`;
  mkdirSync(path.join(objects, "bench"), { recursive: true });
  linkSync(master, path.join(objects, objectKey));
  await db.update(versions).set({ objectKey }).where(eq(versions.id, versionId));

  const asked = performance.now();
  const since = () => (performance.now() - asked) / 1000;
  const { proxyCopyId } = await requestProxy(user, material.id, new Date());
  const reaching = async (state: "encoding" | "ready") => {
    for (;;) {
      const [copy] = await db.select().from(proxyCopies).where(eq(proxyCopies.id, proxyCopyId));
      if (copy?.state === state || copy?.state === "ready") return since();
      if (copy?.state === "failed") throw new Error(`no proxy was made: ${copy.reason}`);
      await sleep(100);
    }
  };
  const mailing = async () => {
    while (!resend.mails().some(({ to }) => to === user.email)) await sleep(100);
    return since();
  };
  const mailed = mailing();
  const prepared = await reaching("encoding");
  const ready = await reaching("ready");
  return { prepared, ready, mailed, mezzanine: path.join(objects, mezzanineKey(versionId)) };
}
