import "server-only";
import JSZip from "jszip";

// Spreadsheets and Word documents are zips, and a zip of some kilobytes can unpack to gigabytes.

const mostFiles = 10_000;
/** Of an entry in a zip's directory (APPNOTE.TXT, 4.3.12). */
const entrySignature = Buffer.from("PK\x01\x02");

/**
 * Opens a zip all of which fits into memory when it is unpacked: it is unpacked once, piece by piece, and
 * counted, since the sizes that it states may be lies.
 * @param mostBytes unpacked, of all its files together
 * @returns null for what is no zip
 * @throws Error in words for one that has too much in it
 */
export async function openOffice(bytes: Buffer, mostBytes: number): Promise<JSZip | null> {
  refuse(entriesIn(bytes) > mostFiles, `has more than ${mostFiles} files in it`);
  const zip = await JSZip.loadAsync(bytes).catch(() => null);
  if (!zip) return null;
  let left = mostBytes;
  for (const file of Object.values(zip.files)) {
    const bytes = await unpackedBytes(file, left).catch(() => null);
    if (bytes === null) return null;
    left -= bytes;
    refuse(left < 0, `unpacks to more than ${mostBytes / 1e6} MB`);
  }
  return zip;
}

/** How much a file in a zip unpacks to; where that is more than the most, only that it is. */
const unpackedBytes = (file: JSZip.JSZipObject, most: number) =>
  new Promise<number>((resolve, reject) => {
    let bytes = 0;
    const pieces = file.nodeStream();
    pieces.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= most) return;
      pieces.pause();
      resolve(bytes);
    });
    pieces.on("end", () => resolve(bytes)).on("error", reject);
  });

function refuse(tooMuch: boolean, what: string) {
  if (tooMuch) throw new Error(`The document ${what}: it is not opened.`);
}

/** Counted in the bytes before any of them is believed; a signature that stands elsewhere by chance counts too. */
function entriesIn(bytes: Buffer) {
  let count = 0;
  for (let at = bytes.indexOf(entrySignature); at >= 0 && count <= mostFiles; count += 1)
    at = bytes.indexOf(entrySignature, at + 1);
  return count;
}
