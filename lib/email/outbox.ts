import "server-only";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { type Mail, type OutboxMail, outboxMail } from "./types";

/** The folder that mails go to where nobody delivers them; null where Resend does, or nothing is set up. */
export const outboxFolder = (): string | null =>
  env.RESEND_API_KEY ? null : (env.OUTBOX_DIR ?? null);

/** The same folder, where its mails are for all to see: in a demo, and while developing. */
export const shownOutbox = (): string | null => (env.OUTBOX_PAGES ? outboxFolder() : null);

/** One file a mail, `{id}.json`, there only when it is whole. */
export async function writeToOutbox(folder: string, mail: Mail, now: Date): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { id, sender, recipient, subject, html, text } = mail;
  const kept: OutboxMail = {
    ...{ id, at: now.toISOString(), sender, recipient, subject, text, html },
  };
  const file = path.join(folder, `${id}.json`);
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, `${JSON.stringify(kept, null, 2)}\n`);
  await rename(part, file);
}

/** Newest first, 200 at most: ids are made in the order of time. */
export async function listOutbox(folder: string): Promise<OutboxMail[]> {
  const names = await readdir(folder).catch(absent);
  const newest = (names ?? []).filter((name) => name.endsWith(".json")).sort();
  const mails = newest.slice(-200).map((name) => readFromOutbox(folder, path.parse(name).name));
  return (await Promise.all(mails)).filter((mail) => mail !== null).reverse();
}

/** One mail of the outbox; null when there is none of this id. */
export async function readFromOutbox(folder: string, id: string): Promise<OutboxMail | null> {
  if (!outboxMail.shape.id.safeParse(id).success) return null;
  const content = await readFile(path.join(folder, `${id}.json`), "utf8").catch(absent);
  return content === null ? null : outboxMail.parse(JSON.parse(content));
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
