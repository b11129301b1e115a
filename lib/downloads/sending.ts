import "server-only";
import { currentConnection } from "@/lib/connection";
import { objectStore } from "@/lib/storage";
import { sendBytes } from "@/lib/storage/send";
import { ledgerOf } from "@/lib/transfers/tracker";
import { type LinkedDownload, mayTake } from "./queries";

/**
 * Answers a request for a download's file, and cuts the answer short when the user loses the right to it.
 * @throws DomainError precondition_failed; file_unavailable
 */
export function sendDownload(request: Request, download: LinkedDownload): Promise<Response> {
  const { id, bytes, objectKey, version, materialId } = download;
  const connection = currentConnection();
  const what = {
    size: bytes,
    etag: `"${download.md5}"`,
    lastModified: download.deliveredOn,
    fileName: download.fileName,
  };
  return sendBytes(request, what, {
    open: () => objectStore().open(objectKey),
    ledger: ledgerOf({ downloadId: id }, bytes, connection),
    mayGoOn: () => mayTake(download, new Date()),
    cut: connection.cut,
    label: `${objectKey} (version ${version} of material ${materialId})`,
  });
}
