import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { removeOutsideClusters } from "../launcher/cluster-place";
import { newSecrets, type Secrets } from "../launcher/home";
import { isLocked, type Lock, takeLock } from "../launcher/lock";
import { type Cluster, startCluster } from "../launcher/postgres";

/** A data folder and a Postgres that last no longer than this process. */
export type ThrowAway = {
  home: string;
  secrets: Secrets;
  lock: Lock;
  cluster: Cluster;
  /** Stops everything that was started in the folder, and removes it. */
  close(): Promise<void>;
};

const prefix = path.join(tmpdir(), "turnover-test-");

/** @param durable whether what is committed is on the disk: for measurements, and where Postgres is killed */
export async function makeThrowAway({ durable = false } = {}): Promise<ThrowAway> {
  await removeAbandoned();
  const home = mkdtempSync(prefix);
  chmodSync(home, 0o711);
  const lock = await takeLock(home, "the address of a test run");
  // vitest leaves on Ctrl-C without tearing down.
  const leave = () => {
    lock.killChildren();
    remove(home);
  };
  process.once("exit", leave);
  const secrets = newSecrets();
  const cluster = await startCluster({
    home,
    clusterId: secrets.clusterId,
    password: secrets.postgresPassword,
    durable,
    onSpawn: (pid) => lock.add("postgres", pid),
  });
  const close = async () => {
    await cluster.stop();
    leave();
    process.off("exit", leave);
  };
  return { home, secrets, lock, cluster, close };
}

/** Ends and removes what a test run that was killed outright has left. */
async function removeAbandoned() {
  for (const name of readdirSync(path.dirname(prefix))) {
    const home = path.join(path.dirname(prefix), name);
    if (!home.startsWith(prefix) || isLocked(home)) continue;
    // Taking the lock stops the leftovers.
    await takeLock(home, "the address of a test run");
    remove(home);
  }
}

function remove(home: string) {
  removeOutsideClusters(home);
  // A process that was just killed may still write here.
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
