import "@/db/testing";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import {
  assetTypes,
  previewOpenings,
  previews,
  sourceRequestKindAssetTypes,
  sourceRequests,
} from "@/db/schema";
import { sendEvents } from "@/inngest/client";
import type { PartnerUser, Viewer } from "@/lib/auth/types";
import type { TextFormat } from "@/lib/media/types";
import {
  aMaterial,
  anAssetType,
  anOperator,
  aPartnerUser,
  aSourceRequest,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { openPreview, startPreview } from "./commands";
import { sendPreviewFile } from "./sending";
import { aPlayableVersion, keepFiles, makeReady } from "./testing";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  sendEvents: vi.fn(async () => {}),
}));
beforeEach(() => vi.mocked(sendEvents).mockClear());

const video = { mediaKind: "video" as const, formats: ["mp4"] };
const { now } = noon;
const notFound = expect.objectContaining({ code: "not_found" });

/** A material that both users' partners see. */
async function sharedMaterial(users: PartnerUser[], assetType: object) {
  const [first, ...others] = users as [PartnerUser, ...PartnerUser[]];
  const world = await aVisibleMaterial(first, { assetType, versions: 0 });
  const { title, kind, material } = world;
  for (const { partnerId } of others)
    await aSourceRequest({ partnerId, titleId: title.id, kindCode: kind.code });
  return { ...world, version: await aPlayableVersion(material.id) };
}

const aTextType = (name: string) =>
  anAssetType({ name: `${name} ${v7()}`, mediaKind: "text", formats: ["srt"] });

describe("what is said of a preview", () => {
  test("nobody has asked yet: it begins to be made, once for all who ask", async () => {
    const ada = await aPartnerUser();
    const { material } = await sharedMaterial([ada], video);
    const first = await openPreview(ada, material.id, now);
    expect(first).toEqual({
      ...{ id: expect.any(String), state: "queued" },
      ...{ percent: 0, reason: null },
    });
    expect(await openPreview(await anOperator(), material.id, now)).toEqual(first);
    expect(await startPreview(ada, material.id, now)).toEqual(first);
    expect(sendEvents).toHaveBeenCalledTimes(1);
    expect(vi.mocked(sendEvents).mock.calls[0]?.[0]).toMatchObject({
      name: "preview/queued",
      data: { previewId: first?.id },
    });
  });

  test("two who ask at once have one made", async () => {
    const ada = await aPartnerUser();
    const { material } = await sharedMaterial([ada], video);
    const both = await Promise.all([1, 2, 3].map(() => openPreview(ada, material.id, now)));
    expect(new Set(both.map((preview) => preview?.id)).size).toBe(1);
    expect(sendEvents).toHaveBeenCalledTimes(1);
  });

  test("a failed one says why, and is tried again when asked to", async () => {
    const ada = await aPartnerUser();
    const { material, version } = await sharedMaterial([ada], video);
    await openPreview(ada, material.id, now);
    await db
      .update(previews)
      .set({ state: "failed", reason: "The picture is damaged.", percent: 7 })
      .where(eq(previews.versionId, version.id));
    vi.mocked(sendEvents).mockClear();
    expect(await openPreview(ada, material.id, now)).toMatchObject({
      ...{ state: "failed", reason: "The picture is damaged." },
    });
    expect(sendEvents).not.toHaveBeenCalled();
    expect(await startPreview(ada, material.id, now)).toMatchObject({
      ...{ state: "queued", percent: 0, reason: null },
    });
    expect(sendEvents).toHaveBeenCalledTimes(1);
  });

  test("a ready one says where it is and what it has, in the source's own terms", async () => {
    const ada = await aPartnerUser();
    const { material } = await sharedMaterial([ada], { ...video, languageMenu: true });
    const queued = await openPreview(ada, material.id, now);
    await makeReady(queued?.id ?? "");
    expect(await openPreview(ada, material.id, now)).toMatchObject({
      state: "ready",
      masterUrl: `/api/previews/${queued?.id}/master.m3u8`,
      posterUrl: `/api/previews/${queued?.id}/poster.jpg`,
      storyboard: { url: `/api/previews/${queued?.id}/storyboard.jpg`, tiles: 2 },
      frames: 48,
      frameRate: { numerator: 30000, denominator: 1001 },
      ...{ startTimecode: "00:59:50;00", dropFrame: true, languageMenu: true },
    });
  });

  test("with a language menu the title's timed texts come with it, those that the viewer sees", async () => {
    const ada = await aPartnerUser();
    const { title, kind, material } = await sharedMaterial([ada], { ...video, languageMenu: true });
    const [seen, unseen] = [await aTextType("Subtitles"), await aTextType("Spotting List")];
    await db
      .insert(sourceRequestKindAssetTypes)
      .values({ kindCode: kind.code, assetTypeCode: seen.code });
    const text = async (assetTypeCode: string, format: TextFormat, language: string) => {
      const row = { titleId: title.id, assetTypeCode, language, variant: null };
      const { id } = await aMaterial(row);
      const probe = { kind: "text" as const, format, language, events: 3, pages: null };
      await aPlayableVersion(id, { probe });
      return id;
    };
    const german = await text(seen.code, "ttml", "de");
    await text(seen.code, "txt", "fr");
    const polish = await text(unseen.code, "srt", "pl");
    const offered = async (viewer: Viewer) => {
      const preview = await openPreview(viewer, material.id, now);
      if (preview?.state !== "ready") await makeReady(preview?.id ?? "");
      const ready = await openPreview(viewer, material.id, now);
      return ready?.state === "ready" ? ready.subtitles : null;
    };
    expect(await offered(ada)).toEqual([
      {
        ...{ id: german, language: "de", label: `German, ${seen.name}` },
        text: { url: `/api/materials/${german}/content?version=1`, format: "ttml" },
      },
    ]);
    expect((await offered(await anOperator()))?.map(({ id }) => id)).toEqual([german, polish]);
    await db
      .update(assetTypes)
      .set({ languageMenu: false })
      .where(eq(assetTypes.code, material.assetTypeCode));
    expect(await offered(ada)).toEqual([]);
  });

  test("text, and a slot with nothing in it, have none", async () => {
    const ada = await aPartnerUser();
    const { material } = await aVisibleMaterial(ada, { versions: 1 });
    expect(await openPreview(ada, material.id, now)).toBeNull();
    await expect(startPreview(ada, material.id, now)).rejects.toMatchObject({
      code: "not_available",
    });
    const empty = await aVisibleMaterial(ada, { assetType: video, versions: 0 });
    expect(await openPreview(ada, empty.material.id, now)).toBeNull();
  });

  test("of what can't be seen nothing is said, and nothing is made", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const { material } = await sharedMaterial([ada], video);
    for (const id of [material.id, "01900000-0000-7000-8000-000000000000", "nonsense"]) {
      await expect(openPreview(chloe, id, now)).rejects.toEqual(notFound);
      await expect(startPreview(chloe, id, now)).rejects.toEqual(notFound);
    }
    expect(sendEvents).not.toHaveBeenCalled();
  });
});

describe("the files of a preview", () => {
  const ask = (viewer: Viewer, previewId: string, file = "master.m3u8", init: RequestInit = {}) =>
    sendPreviewFile(viewer, new Request("http://localhost/", init), { previewId, file }, now);

  async function readyPreview(viewer: PartnerUser, materialId: string) {
    const id = (await openPreview(viewer, materialId, now))?.id ?? "";
    await makeReady(id);
    await keepFiles(id, { "master.m3u8": "#EXTM3U\n", "video.mp4": "0123456789" });
    return id;
  }

  test("go to those who see the material, and to nobody else", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const { material, request } = await sharedMaterial([ada], video);
    const id = await readyPreview(ada, material.id);
    const answer = await ask(ada, id);
    expect(await answer.text()).toBe("#EXTM3U\n");
    expect(answer.headers.get("content-type")).toBe("application/vnd.apple.mpegurl");
    expect(answer.headers.get("cache-control")).toBe("private, no-cache, no-transform");
    expect((await ask(await anOperator(), id)).status).toBe(200);
    for (const file of ["master.m3u8", "video.mp4", "nothing.mp4"])
      await expect(ask(chloe, id, file)).rejects.toEqual(notFound);

    await db
      .update(sourceRequests)
      .set({ status: "cancelled", cancelledAt: now })
      .where(eq(sourceRequests.id, request.id));
    await expect(ask(ada, id)).rejects.toEqual(notFound);
  });

  test("of a watermarked type only those that bear the own partner's name", async () => {
    const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
    const { material } = await sharedMaterial([ada, chloe], { ...video, watermarked: true });
    const opal = await anOperator();
    const [adas, chloes] = [
      await readyPreview(ada, material.id),
      await readyPreview(chloe, material.id),
    ];
    const studios = (await openPreview(opal, material.id, now))?.id ?? "";
    await makeReady(studios);
    await keepFiles(studios, { "master.m3u8": "#EXTM3U\n" });
    expect(new Set([adas, chloes, studios]).size).toBe(3);
    expect((await ask(ada, adas)).status).toBe(200);
    expect((await ask(chloe, chloes)).status).toBe(200);
    await expect(ask(ada, chloes)).rejects.toEqual(notFound);
    await expect(ask(chloe, adas)).rejects.toEqual(notFound);
    await expect(ask(ada, studios)).rejects.toEqual(notFound);
    for (const id of [adas, chloes, studios]) expect((await ask(opal, id)).status).toBe(200);
  });

  test("come in ranges, and not again to who has them", async () => {
    const ada = await aPartnerUser();
    const { material } = await sharedMaterial([ada], video);
    const id = await readyPreview(ada, material.id);
    const part = await ask(ada, id, "video.mp4", { headers: { range: "bytes=2-4" } });
    expect([part.status, await part.text()]).toEqual([206, "234"]);
    const etag = part.headers.get("etag") ?? "";
    const known = await ask(ada, id, "video.mp4", { headers: { "if-none-match": etag } });
    expect(known.status).toBe(304);
  });

  test("have only names of their own", async () => {
    const ada = await aPartnerUser();
    const { material } = await sharedMaterial([ada], video);
    const id = await readyPreview(ada, material.id);
    for (const file of ["missing.mp4", "../master.m3u8", "MASTER.M3U8", "a b.mp4", ".m3u8", ""])
      await expect(ask(ada, id, file)).rejects.toEqual(notFound);
    await expect(ask(ada, "nonsense")).rejects.toEqual(notFound);
  });

  test("of a version that is not the current one are not played any more", async () => {
    const ada = await aPartnerUser();
    const { material } = await sharedMaterial([ada], video);
    const id = await readyPreview(ada, material.id);
    await aPlayableVersion(material.id);
    await expect(ask(ada, id)).rejects.toMatchObject({ code: "superseded" });
  });

  test("each opening is written down: who, of which version, when", async () => {
    const ada = await aPartnerUser();
    const { material, version } = await sharedMaterial([ada], video);
    const id = await readyPreview(ada, material.id);
    await ask(ada, id);
    await ask(ada, id, "video.mp4");
    await ask(ada, id, "master.m3u8", { method: "HEAD" });
    const opened = await db
      .select()
      .from(previewOpenings)
      .where(eq(previewOpenings.versionId, version.id));
    expect(opened).toEqual([
      { id: expect.any(String), versionId: version.id, userId: ada.id, openedAt: now },
    ]);
  });
});
