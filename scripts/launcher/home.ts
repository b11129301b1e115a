import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { checkout, type Settings } from "./settings";
import { Refusal } from "./terminal";

export type Secrets = {
  /** Tells this folder's cluster from another's where clusters live outside the folder. */
  clusterId: string;
  postgresPassword: string;
  nextAuthSecret: string;
  linkSigningKeys: string;
  /** Absent in folders whose world was seeded before there were API tokens. */
  operatorToken?: string;
  /** By which the app knows the embedded jobs' engine, and the engine the app. */
  jobsSigningKey: string;
  jobsEventKey: string;
};

/** Keys for jobs are absent in folders from before there were any. */
type Kept = Omit<Secrets, "jobsSigningKey" | "jobsEventKey"> & Partial<Secrets>;

const secretsFile = "secrets.json";
const lockFile = "launcher.json";

/** The folder that holds all that one Turnover keeps: database, objects, secrets, outbox. */
export function homeFolder(settings: Settings): string {
  return path.resolve(checkout, settings.TURNOVER_HOME ?? ".turnover");
}

/**
 * Makes the folder when it is missing.
 * @throws Refusal for a folder with somebody else's files: `--reset` must never empty such a one.
 */
export function prepareHome(folder: string) {
  mkdirSync(folder, { recursive: true });
  const ours =
    folder === path.join(checkout, ".turnover") ||
    [secretsFile, lockFile].some((name) => existsSync(path.join(folder, name)));
  if (!ours && readdirSync(folder).length > 0)
    throw new Refusal(
      `TURNOVER_HOME names ${folder}, which holds other files: give a new or empty folder.`,
    );
  // The system's Postgres user passes through when we are root; nobody else lists what is here.
  chmodSync(folder, 0o711);
}

/** Removes everything in the folder but the lock that this process holds. */
export function emptyHome(folder: string) {
  for (const name of readdirSync(folder))
    if (name !== lockFile) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** The folder's secrets, made at first use and kept for the owner's eyes only. */
export function readSecrets(folder: string): Secrets {
  const file = path.join(folder, secretsFile);
  const kept: Kept | undefined = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : undefined;
  const fresh = newSecrets();
  const { jobsSigningKey, jobsEventKey } = fresh;
  const secrets = kept ? { jobsSigningKey, jobsEventKey, ...kept } : fresh;
  if (kept?.jobsSigningKey) return secrets;
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

export function newSecrets(): Secrets {
  const secret = () => randomBytes(32).toString("base64url");
  return {
    clusterId: randomBytes(6).toString("hex"),
    postgresPassword: secret(),
    nextAuthSecret: secret(),
    linkSigningKeys: `k1:${secret()}`,
    operatorToken: `trn_${secret()}`,
    jobsSigningKey: `signkey-embedded-${randomBytes(32).toString("hex")}`,
    jobsEventKey: secret(),
  };
}
