import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { ERRORS, Server } from "@tus/server";
import { env } from "@/lib/env";
import { asDomainError, DomainError } from "@/lib/errors";
import { turns } from "@/lib/turns";

// Bytes that come in several requests, by the tus protocol, until they are all there. What becomes of them then
// is not decided here.

/** An upload of which nothing came to be is kept for so long, in milliseconds. */
const KEEP_MS = 7 * 24 * 3600_000;

/** So many of one owner's may be open at a time: each holds a place on the disk for as long as it is kept. */
export const MOST_OPEN_UPLOADS = 500;

const uploadsPath = "/api/uploads";

type Said = Record<string, string | null>;
type Context = {
  owner: string;
  uploadId: string | undefined;
  check: ((said: Said) => Promise<void>) | undefined;
};

let made: ReturnType<typeof makeServer> | undefined;
const tus = () => {
  made ??= makeServer(env.UPLOADS_DIR);
  return made;
};

function makeServer(directory: string) {
  // The store makes it too, but later, and for every user of the machine to read.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: KEEP_MS });
  const create = store.create.bind(store);
  const inTurn = turns(1);
  // One after another: of many that come at once each counts those before it.
  store.create = (upload) =>
    inTurn(async () => {
      await refuseTooMany(directory, upload.metadata?.owner ?? "");
      return create(upload);
    });
  const contexts = new WeakMap<object, Context>();
  const server = new Server({
    path: uploadsPath,
    datastore: store,
    relativeLocation: true,
    allowedOrigins: [],
    maxSize: env.MAX_DELIVERY_BYTES,
    namingFunction: (request) =>
      markOf(contexts.get(request)?.owner ?? "") + randomBytes(8).toString("hex"),
    // By itself it would take what stands behind the address's last slash, and that may be in the query.
    getFileIdFromRequest: (request) => contexts.get(request)?.uploadId,
    async onUploadCreate(request, upload) {
      const context = contexts.get(request);
      if (!context) throw new Error("an upload of nobody");
      await context.check?.(upload.metadata ?? {});
      // Nor would it ever be swept: to the library what has begun like that is complete.
      if (upload.size === 0) throw new DomainError("bad_request", "The file is empty.");
      return { metadata: { ...upload.metadata, owner: context.owner } };
    },
    async onResponseError(_, error) {
      // What is wrong by the protocol the library says best.
      if ("status_code" in error) return undefined;
      const { status, message } = asDomainError(error);
      return { status_code: status, body: message };
    },
  });
  return { store, server, contexts };
}

/** What the ids of an owner's uploads begin with, so that they can be counted by their names. */
const markOf = (owner: string) => createHash("sha256").update(owner).digest("hex").slice(0, 16);

async function refuseTooMany(directory: string, owner: string) {
  const mark = markOf(owner);
  const names = await readdir(directory);
  const open = names.filter((name) => name.startsWith(mark) && !name.endsWith(".json")).length;
  if (open >= MOST_OPEN_UPLOADS)
    throw new DomainError(
      "too_many",
      `You have ${open} uploads open; no more than ${MOST_OPEN_UPLOADS} are kept at a time. Finish or remove some of them first: what nobody goes on with is removed after a week.`,
    );
}

/**
 * Answers one request of the tus protocol.
 * @param owner who sends it; of others' uploads there is nothing to be seen
 * @param about.check of a new upload: throws what is wrong with what is said of it, before its first byte is sent
 * @throws DomainError not_found
 */
export async function answerUpload(
  request: Request,
  owner: string,
  { uploadId, check }: { uploadId?: string; check?: Context["check"] },
): Promise<Response> {
  const { server, contexts } = tus();
  if (uploadId !== undefined && !(await findUpload(owner, uploadId)))
    throw new DomainError("not_found");
  contexts.set(request, { owner, uploadId, check });
  return server.handleWeb(request);
}

/** An upload of the owner's, as far as it has come; null when there is none. */
export async function findUpload(owner: string, uploadId: string) {
  if (!/^[0-9a-f]{32}$/.test(uploadId)) return null;
  const { store } = tus();
  const found = await store.getUpload(uploadId).catch((error: unknown) => {
    if (error === ERRORS.FILE_NOT_FOUND || error === ERRORS.FILE_NO_LONGER_EXISTS) return null;
    throw error;
  });
  if (found?.metadata?.owner !== owner) return null;
  const { owner: _, ...said } = found.metadata;
  return {
    said,
    /** Bytes that are here, and that are to come in all. */
    bytes: found.offset,
    length: found.size ?? Number.POSITIVE_INFINITY,
    read: () => createReadStream(path.join(store.directory, uploadId), { highWaterMark: 2 ** 20 }),
  };
}

/** Lets go of an upload's bytes; one that is gone is no error. */
export async function removeUpload(uploadId: string): Promise<void> {
  await tus()
    .store.remove(uploadId)
    .catch((error: unknown) => {
      if (error !== ERRORS.FILE_NOT_FOUND) throw error;
    });
}

/** Removes uploads that were begun a week ago, and never became anything. @returns how many */
export const removeOldUploads = (): Promise<number> => tus().server.cleanUpExpiredUploads();
