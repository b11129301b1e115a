import { z } from "zod";
import { language, optional, text, textAsIs } from "@/lib/fields";
import type { Checksums, TitleOfMaterial } from "@/lib/materials/types";
import { cursor, searchText } from "@/lib/operations/types";

const sum = (digits: number) =>
  z
    .string()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`), `is not of ${digits} hexadecimal digits`)
    .optional();

/** What is said of names that are not known. */
const unknownTo = (shape: object) => ({
  error: ({ code }: { code?: string }) =>
    code === "unrecognized_keys"
      ? `is not known here; there are ${Object.keys(shape).join(", ")}`
      : undefined,
});

/** What is said of a file that is handed in: for which slot it is, and what it must turn out to be. */
export const deliveryOffer = z.object({
  /** `TTL-80211` */
  title: text(40),
  /** Its code in the catalogue. */
  assetType: text(100),
  variant: optional(text(100)),
  language: optional(language),
  /** As supplied. */
  fileName: textAsIs(500),
  md5: sum(32),
  xxh64: sum(16),
  crc32: sum(8),
  note: optional(text(2000)),
});
export type DeliveryOffer = z.output<typeof deliveryOffer>;

/** The query of a delivery. A misspelt name would say nothing, and the file would go to another slot. */
export const deliveryQuery = z.strictObject(deliveryOffer.shape, unknownTo(deliveryOffer.shape));

/** An upload that is whole, and the checksums that its bytes must have. */
const uploadOffer = deliveryOffer
  .pick({ md5: true, xxh64: true, crc32: true })
  .extend({ upload: text(100) });
export const uploadQuery = z.strictObject(uploadOffer.shape, unknownTo(uploadOffer.shape));
export type UploadSums = Omit<z.output<typeof uploadQuery>, "upload">;

/** A sender that is silent for so long is gone, in milliseconds. */
export const SILENCE_MS = 5 * 60_000;

/** Chosen by the sender, so that trying again is no second delivery. */
export const idempotencyKey = z
  .string()
  .regex(/^[!-~]{1,255}$/, "is not of 1 to 255 letters, digits and signs")
  .optional();

/** What `POST /api/deliveries` answers. */
export type Delivered = {
  materialId: string;
  version: number;
  bytes: number;
  checksums: Checksums;
};

export const deliveryStates = ["receiving", "accepted", "rejected"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What the page's address asks for; what makes no sense in it is left out. */
export const deliveriesQuery = z.object({
  q: searchText,
  state: z.enum(deliveryStates).optional().catch(undefined),
  after: cursor,
});
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;

/** One attempt to hand something in. */
export type DeliveryRow = {
  id: string;
  startedAt: Date;
  title: TitleOfMaterial;
  assetType: string;
  variant: string | null;
  language: string | null;
  fileName: string;
  /** Received so far, or in all. */
  bytes: number;
  state: DeliveryState;
  reason: string | null;
  version: number | null;
  /** The version was there already, with this very content. */
  again: boolean;
  by: string;
};
