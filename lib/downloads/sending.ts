import "server-only";
import { currentConnection } from "@/lib/connection";
import { objectStore } from "@/lib/storage";
import { openRecorded } from "@/lib/storage/recorded";
import { sendBytes } from "@/lib/storage/send";
import { takePlace } from "@/lib/transfers/places";
import { ledgerOf } from "@/lib/transfers/tracker";
import { keepFault, wasFaulty } from "@/lib/versions/faults";
import { type LinkedDownload, mayTake } from "./queries";

/**
 * Answers a request for a download's file, and cuts the answer short when the user loses the right to it.
 * @throws DomainError too_many_transfers; precondition_failed; file_unavailable
 */
export async function sendDownload(request: Request, download: LinkedDownload): Promise<Response> {
  const { id, bytes, objectKey, version, materialId } = download;
  const connection = currentConnection();
  takePlace(download.userId, connection);
  const what = {
    size: bytes,
    etag: `"${download.md5}"`,
    lastModified: download.deliveredOn,
    fileName: download.fileName,
  };
  return sendBytes(request, what, {
    open: async (first) => {
      if (first > 0 && (await wasFaulty(objectKey, new Date())))
        throw new Error(
          `${objectKey} was found faulty a short while ago: it is sent whole, or not`,
        );
      return openRecorded(objectStore(), download);
    },
    ledger: ledgerOf({ downloadId: id }, bytes, connection),
    mayGoOn: () => mayTake(download, new Date()),
    cut: connection.cut,
    label: `${objectKey} (version ${version} of material ${materialId})`,
    faulty: keepFault,
  });
}
