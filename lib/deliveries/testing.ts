import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries, materials, versions } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";
import { anAssetType, aTitle } from "@/lib/testing/builders";
import { deliver } from "./commands";
import { deliveryOffer } from "./types";

/** A slot for texts, and a way for the operator to hand one in. */
export async function aSlot(opal: Operator) {
  const title = await aTitle();
  const type = await anAssetType({ mediaKind: "text", formats: ["txt", "docx"] });
  const offer = { title: title.reference, assetType: type.code, fileName: "list.txt" };
  const send = (content: Buffer | string, said: object = {}, body: object = {}, key?: string) => {
    const bytes = Buffer.from(content);
    const whole = { source: inPieces(bytes), length: bytes.length, ...body };
    return deliver(opal, deliveryOffer.parse({ ...offer, ...said }), whole, {
      idempotencyKey: key,
    });
  };
  const attempts = () =>
    db
      .select()
      .from(deliveries)
      .where(eq(deliveries.titleId, title.id))
      .orderBy(deliveries.startedAt, deliveries.id);
  const kept = () =>
    db
      .select({ number: versions.number, fileName: versions.fileName, key: versions.objectKey })
      .from(versions)
      .innerJoin(materials, eq(materials.id, versions.materialId))
      .where(eq(materials.titleId, title.id))
      .orderBy(versions.number);
  const slots = () => db.$count(materials, eq(materials.titleId, title.id));
  return { title, type, send, attempts, kept, slots };
}

export async function* inPieces(bytes: Buffer, until = bytes.length, size = 60_000) {
  for (let at = 0; at < until; at += size) yield bytes.subarray(at, Math.min(until, at + size));
}

/** The names of all objects of versions. */
export function objectFiles(): string[] {
  const folder = path.join(process.env.OBJECTS_DIR ?? "", "versions");
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
