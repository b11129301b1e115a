import "server-only";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { previewOpenings } from "@/db/schema";
import { getUserById } from "@/lib/auth/queries";
import type { Viewer } from "@/lib/auth/types";
import { currentConnection } from "@/lib/connection";
import { DomainError } from "@/lib/errors";
import { objectStore } from "@/lib/storage";
import { sendBytes } from "@/lib/storage/send";
import { getPlayablePreview } from "./queries";

/** The one by which a player begins. */
const masterPlaylist = "master.m3u8";

/**
 * Answers a request for a file of a preview; to fetch its master playlist is to open it, which is written down.
 * @throws DomainError not_found when the viewer may not play it or it has no such file; superseded when a
 *   newer version was delivered
 */
export async function sendPreviewFile(
  viewer: Viewer,
  request: Request,
  { previewId, file }: { previewId: string; file: string },
  now: Date,
): Promise<Response> {
  const preview = await getPlayablePreview(viewer, previewId, now);
  const key = `${preview.objectPrefix}/${file}`;
  const found = fileNames.test(file) ? await objectStore().open(key) : null;
  if (!found) throw new DomainError("not_found");
  if (file === masterPlaylist && request.method === "GET")
    await recordOpening(viewer, preview.versionId, now);
  const what = {
    size: found.size,
    etag: `"${preview.objectPrefix}/${file}"`,
    lastModified: preview.readyAt,
    fileName: file,
  };
  const response = await sendBytes(request, what, {
    open: async () => found,
    ledger: { beforeSending: async () => {}, ended: () => {} },
    mayGoOn: () => mayGoOn(viewer, previewId),
    cut: currentConnection().cut,
    label: key,
  });
  // The browser may keep it, and asks each time whether it may still use it.
  response.headers.set("Cache-Control", "private, no-cache, no-transform");
  return response;
}

const fileNames = /^[a-z0-9-]+\.(m3u8|mp4|vtt|jpg)$/;

const recordOpening = (viewer: Viewer, versionId: string, openedAt: Date) =>
  db.insert(previewOpenings).values({ id: v7(), versionId, userId: viewer.id, openedAt });

async function mayGoOn(viewer: Viewer, previewId: string): Promise<boolean> {
  const user = await getUserById(viewer.id);
  if (user?.signOuts !== viewer.signOuts) return false;
  return getPlayablePreview(user, previewId, new Date()).then(
    () => true,
    (error) => {
      if (error instanceof DomainError) return false;
      throw error;
    },
  );
}
