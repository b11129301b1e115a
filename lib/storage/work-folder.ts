import "server-only";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { env } from "@/lib/env";

/**
 * A folder for the files of one piece of work, gone when the work ends. Its name says which process works
 * there, so that what a killed one has left is told from what is in use.
 */
export async function withWorkFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(env.WORK_DIR, `${here()}-${process.pid}-${randomUUID()}`);
  // What lies there has no mark yet, and the default place is open to every user of the machine.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes the folders of processes of this machine that are no more. @returns how many */
export async function removeAbandonedWork(): Promise<number> {
  const names = await readdir(env.WORK_DIR).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const abandoned = names.filter((name) => {
    const [host, pid] = name.split("-");
    return host === here() && !isAlive(Number(pid));
  });
  for (const name of abandoned)
    await rm(path.join(env.WORK_DIR, name), { recursive: true, force: true });
  return abandoned.length;
}

/** The folder may be shared by several machines. */
const here = () => hostname().replaceAll("-", "_");

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
