import "server-only";
import { env } from "@/lib/env";
import { folderStore } from "./folder";
import type { ObjectStore } from "./types";

let store: ObjectStore | undefined;

/** The deployment's object store: S3 when S3_BUCKET is set, else the folder OBJECTS_DIR. */
export function objectStore(): ObjectStore {
  store ??= folderStore(env.OBJECTS_DIR ?? "");
  return store;
}
