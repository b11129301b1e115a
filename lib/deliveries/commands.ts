import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db, type Transaction } from "@/db/client";
import { deliveries, materials } from "@/db/schema";
import { loudnessQueued, sendEvents, versionDelivered } from "@/inngest/client";
import type { Operator } from "@/lib/auth/types";
import { env } from "@/lib/env";
import { badField, DomainError } from "@/lib/errors";
import { recordVersion } from "@/lib/materials/commands";
import type { ChecksumsOfBytes } from "@/lib/media/checksums";
import { MediaError } from "@/lib/media/errors";
import { probe } from "@/lib/media/probe";
import { inWords as sourceInWords } from "@/lib/media/source";
import type { Probe } from "@/lib/media/types";
import { objectStore } from "@/lib/storage";
import { withLocalFile } from "@/lib/storage/local-file";
import { BrokenOff, receiveObject } from "@/lib/storage/receive";
import { findUpload, removeUpload } from "@/lib/storage/uploads";
import { atDatabase, turns } from "@/lib/turns";
import { begin, giveUp, objectKeyOf, whileNoting } from "./attempts";
import { asDelivered, findSameContent, getDeliveredByKey, getSlot, type Slot } from "./queries";
import { checksumFault, formatFault, kindFault, sizeFault } from "./rules";
import { type Delivered, type DeliveryOffer, deliveryOffer, type UploadSums } from "./types";

/** The bytes that are handed in, and how many are promised. */
export type Body = { source: AsyncIterable<Uint8Array>; length: number };

type Options = {
  idempotencyKey?: string | undefined;
  /** Read again and again: an upload may take hours. */
  clock?: () => Date;
};

/**
 * Each look is a program of its own, or holds a document in memory: hundreds at once would leave nothing to
 * those who read pages. Texts and images don't wait behind films, whose frames are counted for minutes.
 */
const inTurn = { long: turns(2), short: turns(2) };
const inTurnFor = (kind: Slot["type"]["mediaKind"]) =>
  kind === "video" || kind === "audio" ? inTurn.long : inTurn.short;

type Outcome = {
  /** Whether a version came to be by this. */
  created: boolean;
  delivered: Delivered;
};

/** Counting the frames of a long film, where its container does not, takes a while. */
const PROBE_MS = 30 * 60_000;

/**
 * Takes a file in: as a stream, whole or not at all. It becomes a version once the last byte is there, its
 * count and the checksums that were given agree, and it was looked into. Content that the material has
 * already, and a key that was used for this before, lead to the version that exists.
 * @throws DomainError bad_request, not_found, in_progress, too_large; nothing but the record of the attempt is left then
 */
export async function deliver(
  operator: Operator,
  offer: DeliveryOffer,
  body: Body,
  { idempotencyKey, clock = () => new Date() }: Options = {},
): Promise<Outcome> {
  const tooLarge = sizeFault(body.length, env.MAX_DELIVERY_BYTES);
  if (tooLarge) throw new DomainError("too_large", tooLarge);
  const slot = await atDatabase(() => slotFor(offer));
  if (body.length === 0) throw new DomainError("bad_request", "The file is empty.");

  const begun = await atDatabase(() => begin(operator, offer, slot, idempotencyKey, clock()));
  if (begun.delivered) return { created: false, delivered: begun.delivered };
  const { id } = begun;
  const objectKey = objectKeyOf(id);
  try {
    const { found, looked } = await whileNoting(id, clock, async (note) => {
      const received = receiveObject(objectStore(), objectKey, body.source, body.length, note);
      const found = await received.catch(inWords);
      refuse(checksumFault(offer, found));
      const looked = await lookInto(objectKey, offer.fileName, slot.type.mediaKind);
      refuse(kindFault(looked.kind, slot.type.mediaKind));
      return { found, looked };
    });
    const file = { ...offer, objectKey, found, probe: looked };
    const { created, version } = await atDatabase(() => accept(operator, id, slot, file, clock()));
    if (created) await announce(version.versionId, looked);
    else await objectStore().remove(objectKey);
    return { created, delivered: asDelivered(version) };
  } catch (error) {
    await giveUp(id, reasonOf(error), clock()).catch((fault: unknown) =>
      console.error(`delivery ${id}: is left to the sweep:`, fault),
    );
    throw error;
  }
}

/** Has done what a delivery does not wait for. */
async function announce(versionId: string, { kind }: Probe) {
  const measured = kind === "audio" ? [loudnessQueued.create({ versionId })] : [];
  await sendEvents(versionDelivered.create({ versionId }), ...measured);
}

/**
 * Takes in an upload of which every byte has come. Asked again it answers what it became.
 * @throws as `deliver`; not_found when there is no such upload of the operator's
 */
export async function deliverUpload(
  operator: Operator,
  uploadId: string,
  sums: UploadSums,
): Promise<Outcome> {
  const idempotencyKey = `upload-${uploadId}`;
  const upload = await findUpload(operator.id, uploadId);
  if (!upload) {
    const delivered = await getDeliveredByKey(operator, idempotencyKey);
    if (!delivered) throw new DomainError("not_found");
    return { created: false, delivered };
  }
  const { said, bytes, length, read } = upload;
  if (bytes < length)
    throw new DomainError("in_progress", `${bytes} of ${length} bytes are here: send the rest.`);
  const offer = { ...deliveryOffer.parse(said), ...sums };
  try {
    const outcome = await deliver(operator, offer, { source: read(), length }, { idempotencyKey });
    await removeUpload(uploadId);
    return outcome;
  } catch (error) {
    // What is wrong with it stays wrong; a fault of ours may pass.
    if (error instanceof DomainError && error.code === "bad_request") await removeUpload(uploadId);
    throw error;
  }
}

/** Checks what is offered before a byte of it is sent. @throws as `deliver` */
export async function slotFor(offer: DeliveryOffer): Promise<Slot> {
  const slot = await getSlot(offer);
  const fault = formatFault(offer.fileName, slot.type);
  if (fault) throw badField("fileName", fault);
  return slot;
}

function inWords(error: unknown): never {
  throw error instanceof BrokenOff
    ? new DomainError("bad_request", `${error.message} Nothing was kept; send it again.`)
    : error;
}

function refuse(fault: string | null) {
  if (fault) throw new DomainError("bad_request", `${fault}. Nothing was kept.`);
}

async function lookInto(
  objectKey: string,
  fileName: string,
  kind: Slot["type"]["mediaKind"],
): Promise<Probe> {
  const options = { fileName, timeoutMs: PROBE_MS, lowPriority: true };
  const look = () => withLocalFile(objectStore(), objectKey, (file) => probe(file, options));
  try {
    return await inTurnFor(kind)(look);
  } catch (fault) {
    const error = sourceInWords(fault);
    const ours = error instanceof MediaError ? error.kind !== "source" : codeOf(error);
    if (ours || !(error instanceof Error)) throw error;
    const words = error.message.replace(/^ff(mpeg|probe): .*$/s, "").trim();
    throw new DomainError(
      "bad_request",
      `The file can't be read as what its name says. ${words ? `${words} ` : ""}Nothing was kept.`,
    );
  }
}

/** What the system says when a file can't be reached has a code; what a reader says of its content has none. */
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

type Accepted = DeliveryOffer & { objectKey: string; found: ChecksumsOfBytes; probe: Probe };

/** Makes the file a version of its material, which may come to be by this; or finds the version that it is. */
async function accept(operator: Operator, id: string, slot: Slot, file: Accepted, now: Date) {
  return db.transaction(async (tx) => {
    const materialId = await materialOf(tx, slot, now);
    const { bytes, ...checksums } = file.found;
    const same = await findSameContent(tx, materialId, file.found);
    const version = same ?? {
      ...(await record(tx, operator, materialId, file, now)),
      ...{ materialId, bytes, ...checksums },
    };
    const accepted = await tx
      .update(deliveries)
      .set({
        ...{ state: "accepted", materialId, versionId: version.versionId, bytes },
        ...{ seenAt: now, finishedAt: now },
      })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, "receiving")))
      .returning({ id: deliveries.id });
    if (accepted.length === 0) throw new Error(`delivery ${id} was given up meanwhile`);
    return { created: !same, version };
  });
}

/** The slot's material, locked: of two deliveries at once the second sees what the first has made. */
async function materialOf(tx: Transaction, { place }: Slot, now: Date): Promise<string> {
  await tx
    .insert(materials)
    .values({ id: v7(), ...place, createdAt: now })
    .onConflictDoNothing();
  const [material] = await tx
    .select({ id: materials.id })
    .from(materials)
    .where(
      and(
        eq(materials.titleId, place.titleId),
        eq(materials.assetTypeCode, place.assetTypeCode),
        sql`${materials.variant} is not distinct from ${place.variant}`,
        sql`${materials.language} is not distinct from ${place.language}`,
      ),
    )
    .for("update");
  if (!material) throw new Error("a slot without its material");
  return material.id;
}

async function record(
  tx: Transaction,
  operator: Operator,
  materialId: string,
  { fileName, objectKey, found, probe, note }: Accepted,
  now: Date,
) {
  const { bytes, ...checksums } = found;
  const file = { materialId, fileName, bytes, checksums, objectKey, probe, note };
  const clock = { now, timeZone: env.TIME_ZONE };
  const { id, number } = await recordVersion(tx, { ...file, deliveredById: operator.id }, clock);
  return { versionId: id, version: number };
}

const reasonOf = (error: unknown) =>
  error instanceof DomainError ? error.message : "Something went wrong on our side.";
