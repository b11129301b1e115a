import "server-only";
import { and, asc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { assetTypes, materials, previews, titles, versions } from "@/db/schema";
import type { Viewer } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { visibleMaterials } from "@/lib/materials/visibility";
import { probeSchema, renditionSchema, type TextFormat } from "@/lib/media/types";
import { languageName } from "@/lib/source-requests/rules";
import type { Preview, PreviewSubtitles } from "./types";

/** A material's current version, as far as it can be played, and whose name its preview bears for the viewer. */
export type PlayableVersion = NonNullable<Awaited<ReturnType<typeof getPlayableVersion>>>;

/**
 * What the viewer would play of a material: null for text, images, and slots without a version.
 * @throws DomainError not_found when the material can't be seen
 */
export async function getPlayableVersion(viewer: Viewer, materialId: string, now: Date) {
  if (!z.uuid().safeParse(materialId).success) throw new DomainError("not_found");
  const [material] = await db
    .select({
      versionId: versions.id,
      titleId: materials.titleId,
      probe: versions.probe,
      watermarked: assetTypes.watermarked,
      languageMenu: assetTypes.languageMenu,
      titleRate: { numerator: titles.frameRateNumerator, denominator: titles.frameRateDenominator },
    })
    .from(materials)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(titles, eq(titles.id, materials.titleId))
    .leftJoin(versions, eq(versions.id, materials.currentVersionId))
    .where(and(eq(materials.id, materialId), visibleMaterials(viewer, now)));
  if (!material) throw new DomainError("not_found");
  const { versionId, titleId, watermarked, languageMenu, titleRate } = material;
  const probe = probeSchema.safeParse(material.probe).data;
  if (!versionId || (probe?.kind !== "video" && probe?.kind !== "audio")) return null;
  const bearerId = watermarked && viewer.kind === "partner" ? viewer.partnerId : null;
  const texts = languageMenu ? await listTimedTexts(viewer, titleId, now) : [];
  return { versionId, probe, bearerId, languageMenu, titleRate, texts };
}

const timedTexts: TextFormat[] = ["srt", "vtt", "ttml"];

/** The timed texts of a title that the viewer may read beside its picture. */
async function listTimedTexts(
  viewer: Viewer,
  titleId: string,
  now: Date,
): Promise<PreviewSubtitles[]> {
  const found = await db
    .select({
      id: materials.id,
      version: versions.number,
      language: materials.language,
      variant: materials.variant,
      assetType: assetTypes.name,
      format: sql<TextFormat>`${versions.probe}->>'format'`,
    })
    .from(materials)
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .innerJoin(versions, eq(versions.id, materials.currentVersionId))
    .where(
      and(
        eq(materials.titleId, titleId),
        eq(assetTypes.watermarked, false),
        sql`${versions.probe}->>'kind' = 'text'`,
        inArray(sql`${versions.probe}->>'format'`, timedTexts),
        visibleMaterials(viewer, now),
      ),
    )
    .orderBy(asc(assetTypes.position), asc(materials.language), asc(materials.variant));
  return found.map(({ id, version, language, variant, assetType, format }) => ({
    ...{ id, language },
    label: [language && languageName(language), assetType, variant].filter(Boolean).join(", "),
    text: { url: `/api/materials/${id}/content?version=${version}`, format },
  }));
}

/** The preview of a version as the player is told of it; null when nobody has asked for it yet. */
export async function findPreview(version: PlayableVersion): Promise<Preview | null> {
  const [row] = await db
    .select()
    .from(previews)
    .where(
      and(eq(previews.versionId, version.versionId), isFor(previews.partnerId, version.bearerId)),
    );
  if (!row) return null;
  const { id, state, percent, reason } = row;
  if (state !== "ready") return { id, state, percent, reason };
  const { picture, durationSeconds, audio, subtitles } = renditionSchema.parse(row.rendition);
  const { probe, languageMenu, titleRate, texts } = version;
  const url = (file: string) => `/api/previews/${id}/${file}`;
  const rate = picture?.frameRate ?? titleRate;
  return {
    ...{ id, state, languageMenu, audio },
    subtitles: [...subtitles.map((track) => ({ ...track, text: null })), ...texts],
    masterUrl: url("master.m3u8"),
    posterUrl: picture && url("poster.jpg"),
    storyboard: picture && { url: url("storyboard.jpg"), ...picture.storyboard },
    frames: picture?.frames ?? Math.ceil((durationSeconds * rate.numerator) / rate.denominator),
    frameRate: rate,
    startTimecode: probe.kind === "video" ? probe.startTimecode : null,
    dropFrame: probe.kind === "video" && probe.dropFrame,
  };
}

const isFor = (column: typeof previews.partnerId, partnerId: string | null): SQL =>
  partnerId === null ? isNull(column) : eq(column, partnerId);

/**
 * Where the store keeps a preview that the viewer may play now, and of which version it is.
 * @throws DomainError not_found when there is none, it is not ready, or is for another's eyes; superseded
 *   when a newer version was delivered
 */
export async function getPlayablePreview(viewer: Viewer, previewId: string, now: Date) {
  if (!z.uuid().safeParse(previewId).success) throw new DomainError("not_found");
  const [preview] = await db
    .select({
      id: previews.id,
      versionId: previews.versionId,
      objectPrefix: previews.objectPrefix,
      readyAt: previews.readyAt,
      currentVersionId: materials.currentVersionId,
    })
    .from(previews)
    .innerJoin(versions, eq(versions.id, previews.versionId))
    .innerJoin(materials, eq(materials.id, versions.materialId))
    .innerJoin(assetTypes, eq(assetTypes.code, materials.assetTypeCode))
    .where(and(eq(previews.id, previewId), visibleMaterials(viewer, now), isForEyesOf(viewer)));
  if (!preview?.objectPrefix || !preview.readyAt) throw new DomainError("not_found");
  if (preview.versionId !== preview.currentVersionId)
    throw new DomainError(
      "superseded",
      "A newer version of this file was delivered; open it again to play that one.",
    );
  const { id, versionId, objectPrefix, readyAt } = preview;
  return { id, versionId, objectPrefix, readyAt };
}

/** A partner's users play what bears their partner's name, and what needs to bear none. */
function isForEyesOf(viewer: Viewer): SQL | undefined {
  if (viewer.kind === "operator") return undefined;
  const unmarked = and(isNull(previews.partnerId), eq(assetTypes.watermarked, false));
  return or(eq(previews.partnerId, viewer.partnerId), unmarked);
}
