import { eq } from "drizzle-orm";
import { v4, v7 } from "uuid";
import { expect } from "vitest";
import { db } from "@/db/client";
import { downloads, versions } from "@/db/schema";
import { startDownloads } from "@/lib/downloads/commands";
import { aMaterial, aPartnerUser, aVersion, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { beginTransfer, recordTransfers } from "./commands";
import type { Target, Transfer } from "./types";

// Downloads whose bytes are nowhere, and transfers of them, for tests of what the books say.

export const MiB = 2 ** 20;
/** So many seconds after the tests' noon. */
export const at = (seconds: number) => new Date(noon.now.getTime() + seconds * 1000);
/** The process that the tests are, unless they say otherwise. */
export const instance = v4();

/** A download of a file of so many bytes, and the bundle that it is in, alone. */
export async function aDownload(...sizes: number[]) {
  const ada = await aPartnerUser();
  const { title, type } = await aVisibleMaterial(ada, { versions: 0 });
  const ids: string[] = [];
  for (const [i, bytes] of sizes.entries()) {
    const { id } = await aMaterial({ titleId: title.id, assetTypeCode: type.code });
    await aVersion(id, noon, `${String(i).padStart(4, "0")}.wav`);
    await db.update(versions).set({ bytes }).where(eq(versions.materialId, id));
    ids.push(id);
  }
  const { files, bundle } = await startDownloads(ada, ids, noon.now);
  return { files, id: files[0]?.downloadId ?? "", bundleId: bundle?.id ?? "" };
}

/** The download as it stands. */
export const rowOf = async (id: string) => {
  const [row] = await db.select().from(downloads).where(eq(downloads.id, id));
  return row ?? expect.fail(id);
};

/** A transfer that has begun, of which nothing is known but its lease. */
export async function aTransfer(target: Target, given: Partial<Transfer> & { by?: string } = {}) {
  const fromByte = given.fromByte ?? 0;
  const transfer: Transfer = {
    id: v7(),
    target,
    address: "198.51.100.7",
    fromByte,
    handedTo: fromByte,
    leasedTo: fromByte + 256 * MiB,
    startedAt: noon.now,
    movedAt: noon.now,
    endedAt: null,
    taken: false,
    ...given,
  };
  await beginTransfer(transfer, given.by ?? instance);
  return transfer;
}

/** Writes how far it has come. */
export const sent = (transfer: Transfer, to: number, endedAt: Date | null = null, now = at(1)) =>
  recordTransfers(
    [
      {
        id: transfer.id,
        sentTo: to,
        leasedTo: endedAt ? Math.max(to, transfer.handedTo) : transfer.leasedTo,
        movedAt: now,
        endedAt,
      },
    ],
    now,
  );
