import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bigintNumber, instant } from "./columns";
import { assetTypes, materials, versions } from "./materials";
import { users } from "./people";
import { titles } from "./titles";

export const deliveryState = pgEnum("delivery_state", ["receiving", "accepted", "rejected"]);

/** An operator's (or an upstream system's) handing in of a new version; accepted once it is whole, checked and probed. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: uuid().primaryKey(),
    /** The slot that it is for. Its material may only come to be by the delivery that is accepted. */
    titleId: uuid()
      .notNull()
      .references(() => titles.id),
    assetTypeCode: text()
      .notNull()
      .references(() => assetTypes.code),
    variant: text(),
    language: text(),
    /** Null until it is accepted. */
    materialId: uuid().references(() => materials.id),
    fileName: text().notNull(),
    /** Bytes received so far, or in all. */
    bytes: bigintNumber().notNull().default(0),
    state: deliveryState().notNull().default("receiving"),
    /** Why it was rejected. */
    reason: text(),
    /** What it became, or, of content that the material has already, what it was before. */
    versionId: uuid(),
    idempotencyKey: text(),
    deliveredById: uuid()
      .notNull()
      .references(() => users.id),
    startedAt: instant().notNull(),
    /** When its process last said that bytes come. */
    seenAt: instant().notNull(),
    finishedAt: instant(),
  },
  (t) => [
    foreignKey({
      name: "deliveries_version_of_material_fk",
      columns: [t.materialId, t.versionId],
      foreignColumns: [versions.materialId, versions.id],
    }),
    unique("deliveries_idempotency_key").on(t.deliveredById, t.idempotencyKey),
    index("deliveries_material_idx").on(t.materialId),
    index("deliveries_version_idx").on(t.versionId),
    index("deliveries_started_idx").on(t.startedAt, t.id),
    index("deliveries_state_started_idx").on(t.state, t.startedAt, t.id),
    index("deliveries_receiving_idx").on(t.seenAt).where(sql`state = 'receiving'`),
    check(
      "deliveries_accepted",
      sql`num_nonnulls(${t.materialId}, ${t.versionId}) = case ${t.state} when 'accepted' then 2 else 0 end`,
    ),
    check("deliveries_rejected", sql`(${t.state} = 'rejected') = (${t.reason} is not null)`),
    check("deliveries_finished", sql`(${t.state} = 'receiving') = (${t.finishedAt} is null)`),
  ],
);
