import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { downloads } from "@/db/schema";
import { listBundles } from "@/lib/bundles/tray";
import { bundlesQuery } from "@/lib/bundles/types";
import { listMaterials } from "@/lib/materials/queries";
import { giveReceipt } from "./commands";
import { listDownloadHistory } from "./history";
import { aTaking, at, send, type Taking } from "./testing";

const md5 = "0".repeat(32);

/** What list, tray and history say of the one file, as state and percent. */
async function said({ ada, material, request }: Taking, now: Date) {
  const [row] = await listMaterials(ada, [request.reference], now);
  const { bundles } = await listBundles(ada, bundlesQuery.parse({}), now);
  const history = await listDownloadHistory(ada, material.id, { mine: false, page: 1 }, now);
  const words = (of?: { state: string; percent: number | null } | null) =>
    `${of?.state} ${of?.percent}`;
  return [row?.downloaded, bundles[0], history.downloads[0]].map(words);
}

const alike = (words: string) => [words, words, words];

describe("list, tray and history say alike", () => {
  test.each<[string, (made: Taking) => Promise<unknown>, string]>([
    ["that it was initiated", async () => {}, "initiated 0"],
    [
      "that it flows",
      ({ file }) => send({ downloadId: file.downloadId }, 420, at(50)),
      "downloading 42",
    ],
    [
      "that it flows as a bundle",
      ({ bundle }) => send({ bundleId: bundle.id }, 100, at(50)),
      "downloading 0",
    ],
    [
      "that it has stopped when nothing moved for a while",
      ({ file }) => send({ downloadId: file.downloadId }, 999, at(-5)),
      "initiated 99",
    ],
    [
      "that it has stopped when its connection ended",
      ({ file }) => send({ downloadId: file.downloadId }, 420, at(59), at(59)),
      "initiated 42",
    ],
    [
      "that it is complete, when the zip is",
      ({ bundle }) => send({ bundleId: bundle.id }, bundle.bytes, at(59)),
      "completed 100",
    ],
    [
      "that it is verified",
      async ({ file }) => {
        await send({ downloadId: file.downloadId }, 1_000, at(50));
        await giveReceipt(file.downloadId, { md5 }, at(55));
      },
      "verified 100",
    ],
  ])("%s", async (_, act, words) => {
    const made = await aTaking();
    await act(made);
    expect(await said(made, at(60))).toEqual(alike(words));
  });
});

describe("a receipt", () => {
  const verifiedAt = async (id: string) =>
    (await db.select().from(downloads).where(eq(downloads.id, id)))[0]?.verifiedAt;

  test("with the right checksums verifies, once", async () => {
    const { file } = await aTaking();
    await send({ downloadId: file.downloadId }, 10, at(1));
    await giveReceipt(file.downloadId, { md5, xxh64: "0".repeat(16) }, at(2));
    await giveReceipt(file.downloadId, { md5 }, at(3));
    expect(await verifiedAt(file.downloadId)).toEqual(at(2));
  });

  test.each([{ md5: "1".repeat(32) }, { xxh64: "1".repeat(16) }, { md5, xxh64: "1".repeat(16) }])(
    "with a wrong one says so and what to do, and is kept nowhere: %j",
    async (receipt) => {
      const { file } = await aTaking();
      await send({ downloadId: file.downloadId }, 1_000, at(1));
      await expect(giveReceipt(file.downloadId, receipt, at(2))).rejects.toMatchObject({
        code: "receipt_mismatch",
        message: expect.stringMatching(/mix_v01\.wav.*Delete it and fetch it again/),
      });
      expect(await verifiedAt(file.downloadId)).toBeNull();
    },
  );

  test("for what was never sent is refused", async () => {
    const { file } = await aTaking();
    await expect(giveReceipt(file.downloadId, { md5 }, at(2))).rejects.toMatchObject({
      code: "not_begun",
    });
  });
});
