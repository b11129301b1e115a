import { v4, v7 } from "uuid";
import { aPartnerUser, aVisibleMaterial, noon } from "@/lib/testing/builders";
import { beginTransfer, recordTransfers } from "@/lib/transfers/commands";
import type { Target } from "@/lib/transfers/types";
import { startDownloads } from "./commands";

// A user who took one file of 1,000 bytes at noon, and bytes of it that go out.

/** So many seconds after the tests' noon. */
export const at = (seconds: number) => new Date(noon.now.getTime() + seconds * 1000);

export async function aTaking() {
  const ada = await aPartnerUser();
  const world = await aVisibleMaterial(ada);
  const { files, bundle } = await startDownloads(ada, [world.material.id], noon.now);
  const [file] = files;
  if (!file || !bundle) throw new Error("nothing started");
  return { ada, ...world, file, bundle };
}

/** So many of the 1,000 bytes go out, the last of them at `now`. */
export async function send(target: Target, sentTo: number, now: Date, endedAt: Date | null = null) {
  const id = v7();
  await beginTransfer(
    {
      ...{
        id,
        target,
        address: "198.51.100.7",
        fromByte: 0,
        handedTo: sentTo,
        leasedTo: 1_000_000,
      },
      ...{ startedAt: now, movedAt: now, endedAt, taken: true },
    },
    v4(),
  );
  await recordTransfers([{ id, sentTo, leasedTo: 1_000_000, movedAt: now, endedAt }], now);
}

export type Taking = Awaited<ReturnType<typeof aTaking>>;
