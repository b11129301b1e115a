import "server-only";
import { env } from "@/lib/env";
import { folderStore } from "./folder";
import { s3Store } from "./s3";
import type { ObjectStore } from "./types";

let store: ObjectStore | undefined;

/** The deployment's object store: S3 when S3_BUCKET is set, else the folder OBJECTS_DIR. */
export function objectStore(): ObjectStore {
  store ??= env.S3_BUCKET ? s3Store(s3Settings(env.S3_BUCKET)) : folderStore(env.OBJECTS_DIR ?? "");
  return store;
}

/** No source of an object pauses for so long, in milliseconds. */
const longestPause = 3_600_000;

/** Removes the parts of objects that a crash has left in the store. @returns how many */
export function removeAbandonedParts(now: Date): Promise<number> {
  return objectStore().removeParts(new Date(now.getTime() - longestPause));
}

function s3Settings(bucket: string) {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return {
    bucket,
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  };
}
