import path from "node:path";
import { isLoopback, readEnv } from "../../lib/env";
import { startApp } from "./app-server";
import { ensureBuild } from "./build";
import { Stopped } from "./children";
import { removeOutsideClusters } from "./cluster-place";
import { isOperatorToken, prepareDatabase } from "./database";
import { emptyHome, homeFolder, newSecrets, prepareHome, readSecrets, type Secrets } from "./home";
import { engineSettings, startEngine, wantsEngine } from "./jobs-engine";
import { type Lock, takeLock } from "./lock";
import { freePort, isTaken } from "./ports";
import { type Cluster, ensureDatabase, startCluster } from "./postgres";
import { ensureFfmpeg } from "./programs";
import { portOf, readSettings, type Settings } from "./settings";
import { listenForTheEnd } from "./signals";
import { Refusal, say } from "./terminal";

/**
 * Starts everything that a Turnover needs, says when it is ready, and serves until told to stop.
 * @param args `--reset` removes what the data folder holds first.
 * @returns the exit code: 0 when told to stop, 1 when a part has ended by itself.
 */
export async function launch(mode: "start" | "dev", args: string[]): Promise<number> {
  const given = readSettings();
  const reset = wantsReset(args, given);
  const port = portOf(given);
  const url = given.APP_URL ?? `http://localhost:${port}`;
  const home = homeFolder(given);
  check({
    DATABASE_URL: "postgres://embedded",
    ...ownSettings(newSecrets(), home, url, given),
    ...(wantsEngine(given) && engineSettings(newSecrets(), 1)),
    ...given,
  });
  const { stopping, hastening } = listenForTheEnd();
  const closers: (() => Promise<void> | void)[] = [];
  try {
    prepareHome(home);
    const lock = await takeLock(home, url);
    closers.push(lock.release);
    if (await isTaken(port))
      throw new Refusal(`Port ${port} is taken by another program: choose another, as PORT=3001.`);
    if (reset) empty(home);

    const programs = await ensureFfmpeg(given);
    if (stopping.aborted) throw new Stopped();
    const cluster = given.DATABASE_URL ? undefined : await startDatabase(home, lock);
    if (cluster) closers.push(cluster.stop);
    const settings: Settings = {
      ...ownSettings(readSecrets(home), home, url, given),
      ...(wantsEngine(given) && engineSettings(readSecrets(home), await freePort())),
      ...(cluster && { DATABASE_URL: cluster.url(database) }),
      ...given,
      ...programs,
      TURNOVER_HOME: home,
    };
    await prepareDatabase(settings, lock, stopping);
    const knowsToken = await isOperatorToken(settings);

    if (mode === "start") await ensureBuild(settings, lock, stopping);
    say("Starting the app.");
    const engine = wantsEngine(given) ? startEngine(settings, port, lock) : undefined;
    if (engine) closers.push(() => engine.stop(hastening));
    const app = await startApp({ mode, port, settings, lock, stopping });
    closers.push(() => app.stop(hastening));

    introduce(port, knowsToken ? settings.TURNOVER_OPERATOR_TOKEN : undefined);
    return await untilTheEnd(stopping, {
      "The app": app.gone,
      "The jobs' engine": engine?.gone,
      Postgres: cluster?.gone,
    });
  } catch (error) {
    if (error instanceof Stopped) return 0;
    throw error;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

const database = "turnover";

function wantsReset(args: string[], { DATABASE_URL }: Settings): boolean {
  const unknown = args.find((arg) => arg !== "--reset");
  if (unknown) throw new Refusal(`${unknown} is no option here; there is --reset.`);
  if (args.length > 0 && DATABASE_URL)
    throw new Refusal(
      "DATABASE_URL names a database of your own: --reset leaves it alone, so empty it yourself.",
    );
  return args.length > 0;
}

function empty(home: string) {
  say(`Removing everything in ${home}.`);
  removeOutsideClusters(home);
  emptyHome(home);
}

/** What the launcher settles by itself where the person has not. */
function ownSettings(secrets: Secrets, home: string, url: string, given: Settings): Settings {
  return {
    APP_URL: url,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    TURNOVER_OPERATOR_TOKEN: secrets.operatorToken,
    ...(given.S3_BUCKET ? {} : { OBJECTS_DIR: path.join(home, "objects") }),
    ...(given.RESEND_API_KEY
      ? {}
      : { OUTBOX_DIR: path.join(home, "outbox"), OUTBOX_PAGES: String(isLoopback(url)) }),
    WORK_DIR: path.join(home, "work"),
    // An encode is long: the demo begins none that nobody asked for.
    PROXY_POOL_TARGET: "0",
    UPLOADS_DIR: path.join(home, "uploads"),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

async function startDatabase(home: string, lock: Lock): Promise<Cluster> {
  const { clusterId, postgresPassword } = readSecrets(home);
  say("Starting the embedded Postgres.");
  const cluster = await startCluster({
    home,
    clusterId,
    password: postgresPassword,
    durable: true,
    onSpawn: (pid) => lock.add("postgres", pid),
  });
  await ensureDatabase(cluster, database);
  return cluster;
}

/** Says what is wrong with the settings before anything long begins. */
function check(settings: Settings) {
  try {
    readEnv(settings);
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
}

function introduce(port: number, operatorToken: string | undefined) {
  say("");
  say("Demo users; the password of all is turnover");
  say("  ada@northlight.example   Northlight Dubbing");
  say("  ben@northlight.example   Northlight Dubbing");
  say("  chloe@harbour.example    Harbour Subtitling");
  say("  opal@studio.example      operator of the studio");
  if (operatorToken) say(`An API token of opal's, for npm run deliver and curl: ${operatorToken}`);
  say("");
  say(`Turnover is ready at http://localhost:${port}`);
}

/** Waits until somebody asks for the end, or a part ends by itself. */
async function untilTheEnd(
  stopping: AbortSignal,
  parts: Record<string, Promise<string> | undefined>,
): Promise<number> {
  const asked = new Promise<undefined>((resolve) => {
    if (stopping.aborted) resolve(undefined);
    stopping.addEventListener("abort", () => resolve(undefined));
  });
  const ends = Object.entries(parts).map(async ([name, gone]) =>
    gone ? `${name} has ended by itself (${await gone}); stopping the rest.` : asked,
  );
  const end = await Promise.race([asked, ...ends]);
  if (end === undefined) return 0;
  process.stderr.write(`${end}\n`);
  return 1;
}
