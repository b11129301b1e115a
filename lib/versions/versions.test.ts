import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { materials, sourceRequests, versions } from "@/db/schema";
import { startDownloads } from "@/lib/downloads/commands";
import { recordQcReview } from "@/lib/materials/commands";
import type { Probe } from "@/lib/media/types";
import {
  anOperator,
  aPartnerUser,
  aSourceRequest,
  aVersion,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { storedMaterials } from "@/lib/testing/stored";
import { sendShownFile } from "./commands";
import { getMaterialDetails, getShownFile, listVersions } from "./queries";

const hour = (n: number) => ({ ...noon, now: new Date(noon.now.getTime() + n * 3_600_000) });
const missing = "01900000-0000-7000-8000-000000000000";
const srt: Probe = { kind: "text", format: "srt", language: null, events: 1, pages: null };
const setProbe = (probe: unknown, materialId: string) =>
  db.update(versions).set({ probe }).where(eq(versions.materialId, materialId));

describe("the update history", () => {
  test("tells every version with its QC events, newest first, and which the viewer took", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada, { assetType: { qcApplies: true } });
    const opal = await anOperator({ name: "Opal" });
    const review = { materialId: material.id, status: "QC Pending" as const, byId: opal.id };
    await db.transaction((tx) =>
      recordQcReview(tx, { ...review, result: "failed", note: "Dropout at 12:04" }, hour(1)),
    );
    await startDownloads(ada, [material.id], hour(2).now);
    await aVersion(material.id, hour(3), "mix_v02.wav");

    const { versions: all, taken } = await listVersions(ada, material.id, hour(4).now);
    expect(all).toMatchObject([
      { version: 2, current: true, fileName: "mix_v02.wav", qc: [{ result: null }] },
      {
        version: 1,
        current: false,
        qc: [
          { status: "QC Pending", result: "failed", note: "Dropout at 12:04", by: "Opal" },
          { status: "QC Pending", result: null },
        ],
      },
    ]);
    expect(taken).toEqual({ version: 1, at: hour(2).now.toISOString() });
    expect((await listVersions(opal, material.id, hour(4).now)).taken).toBeNull();
  });

  test("reads what it compares out of any probe", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada);
    await setProbe(
      { durationSeconds: 61, integratedLoudnessLufs: -27, frameRate: "?" },
      material.id,
    );
    const { versions: all } = await listVersions(ada, material.id, noon.now);
    expect(all[0]).toMatchObject({ durationSeconds: 61, loudnessLufs: -27, frameRate: null });
  });
});

describe("the details", () => {
  test("are of the current version, with every live request of the viewer's partner that needs it", async () => {
    const ada = await aPartnerUser();
    const world = await aVisibleMaterial(ada, { versions: 2 });
    const { title, kind, request, material } = world;
    const where = { titleId: title.id, kindCode: kind.code };
    const sooner = { ...where, partnerId: ada.partnerId, dueOn: "2026-03-10" };
    const other = await aSourceRequest(sooner);
    const chloe = await aPartnerUser();
    await aSourceRequest({ ...where, partnerId: chloe.partnerId });
    await aSourceRequest({ ...sooner, status: "cancelled", cancelledAt: noon.now });
    await setProbe(srt, material.id);

    const details = await getMaterialDetails(ada, material.id, noon.now);
    expect(details.version).toMatchObject({ number: 2, bytes: 1000, probe: srt });
    expect(details.version?.checksums?.crc32).toBe("00000000");
    expect(details.requests.map(({ reference }) => reference)).toEqual([
      other.reference,
      request.reference,
    ]);
  });

  test("of a watermarked type hold nothing of the file as delivered", async () => {
    const ada = await aPartnerUser();
    const assetType = { mediaKind: "video" as const, watermarked: true };
    const { material } = await aVisibleMaterial(ada, { assetType });
    await setProbe(srt, material.id);
    const { version, watermarked } = await getMaterialDetails(ada, material.id, noon.now);
    expect(watermarked).toBe(true);
    expect(version).toMatchObject({ bytes: null, checksums: null });
    await expect(getShownFile(ada, material.id, noon.now)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of a slot without a file, and of a probe from other times, say so", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada, { versions: 0 });
    expect((await getMaterialDetails(ada, material.id, noon.now)).version).toBeNull();
    await aVersion(material.id);
    await setProbe({ kind: "hologram" }, material.id);
    const { version } = await getMaterialDetails(ada, material.id, noon.now);
    expect(version?.probe).toBeNull();
  });
});

describe("a file shown in the page", () => {
  async function aText() {
    const ada = await aPartnerUser();
    const content = Buffer.from("1\n00:00:01,000 --> 00:00:02,000\n<script>alert(1)</script>\n");
    const world = await storedMaterials(ada, [{ content, fileName: "a.html" }]);
    const [id = ""] = world.ids;
    await setProbe(srt, id);
    return { ada, content, id, ...world };
  }
  const ask = async (ada: Parameters<typeof getShownFile>[0], id: string, range?: string) =>
    sendShownFile(
      new Request("http://x/", range ? { headers: { range } } : {}),
      ada,
      await getShownFile(ada, id, noon.now),
    );

  test("is sent as plain text, inline, whole or in part", async () => {
    const { ada, content, id } = await aText();
    const whole = await ask(ada, id);
    expect(await whole.text()).toBe(content.toString());
    expect(whole.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(whole.headers.get("content-disposition")).toBe("inline");
    expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
    const part = await ask(ada, id, "bytes=2-5");
    expect([part.status, await part.text()]).toEqual([206, content.toString().slice(2, 6)]);
  });

  test("is of the type of what is in it, whatever its name, and runs nothing", async () => {
    const ada = await aPartnerUser();
    const { ids } = await storedMaterials(ada, [
      { content: Buffer.from("png"), fileName: "a.svg" },
    ]);
    await setProbe({ kind: "image", format: "png", width: 1, height: 1 }, ids[0] ?? "");
    const { headers } = await ask(ada, ids[0] ?? "");
    expect(headers.get("content-type")).toBe("image/png");
    expect(headers.get("content-security-policy")).toBe("sandbox");
  });

  test("is only the current version's", async () => {
    const { ada, id } = await aText();
    await aVersion(id);
    expect((await db.select().from(materials).where(eq(materials.id, id))).length).toBe(1);
    await expect(getShownFile(ada, id, noon.now)).rejects.toMatchObject({ code: "not_found" });
  });
});

test.each(["details", "history", "file"] as const)(
  "the %s of what can't be seen is as of what does not exist",
  async (what) => {
    const ask = { details: getMaterialDetails, history: listVersions, file: getShownFile }[what];
    const ada = await aPartnerUser();
    const chloe = await aPartnerUser();
    const { material, request } = await aVisibleMaterial(ada);
    await setProbe(srt, material.id);
    const notFound = { code: "not_found" };
    await ask(ada, material.id, noon.now);
    for (const id of [material.id, missing, "nonsense"])
      await expect(ask(chloe, id, noon.now)).rejects.toMatchObject(notFound);
    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: noon.now })
      .where(eq(sourceRequests.id, request.id));
    await expect(ask(ada, material.id, noon.now)).rejects.toMatchObject(notFound);
  },
);
