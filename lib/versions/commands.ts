import "server-only";
import { getUserById } from "@/lib/auth/queries";
import type { Viewer } from "@/lib/auth/types";
import { currentConnection } from "@/lib/connection";
import { DomainError } from "@/lib/errors";
import { objectStore } from "@/lib/storage";
import { contentType } from "@/lib/storage/names";
import { openRecorded } from "@/lib/storage/recorded";
import { sendBytes } from "@/lib/storage/send";
import { keepFault } from "./faults";
import { getShownFile, type ShownFile } from "./queries";

/**
 * Answers with a file to be shown in the page, or the part of it that is asked for. It is not a download:
 * no books are kept of it.
 * @throws DomainError precondition_failed; file_unavailable
 */
export async function sendShownFile(
  request: Request,
  viewer: Viewer,
  file: ShownFile,
): Promise<Response> {
  const what = {
    size: file.bytes,
    etag: `"${file.md5}"`,
    lastModified: file.deliveredOn,
    fileName: file.fileName,
  };
  const response = await sendBytes(request, what, {
    open: () => openRecorded(objectStore(), file),
    ledger: { beforeSending: async () => {}, ended: () => {} },
    mayGoOn: () => maySee(viewer, file),
    cut: currentConnection().cut,
    label: `version ${file.id} to be shown`,
    faulty: keepFault,
  });
  response.headers.set("Content-Disposition", "inline");
  if (response.headers.get("content-type") === contentType(file.fileName))
    response.headers.set("Content-Type", typeOf(file));
  return response;
}

/** Asked again while bytes flow: the user is active and the file still to be shown to them. */
async function maySee({ id, signOuts }: Viewer, file: ShownFile): Promise<boolean> {
  const viewer = await getUserById(id);
  if (viewer?.signOuts !== signOuts) return false;
  try {
    return (await getShownFile(viewer, file.materialId, new Date())).id === file.id;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Text is plain text whatever its ending: what was delivered never becomes a page of ours. */
const typeOf = ({ shownAs, fileName }: ShownFile) =>
  shownAs === "text" ? "text/plain; charset=utf-8" : contentType(fileName);
