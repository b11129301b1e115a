import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bigintNumber, instant } from "./columns";
import { materials, versions } from "./materials";
import { users } from "./people";

export const deliveryState = pgEnum("delivery_state", ["receiving", "accepted", "rejected"]);

/** An operator's (or an upstream system's) handing in of a new version; accepted once it is whole, checked and probed. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: uuid().primaryKey(),
    materialId: uuid()
      .notNull()
      .references(() => materials.id),
    fileName: text().notNull(),
    /** Bytes received so far, or in all. */
    bytes: bigintNumber().notNull().default(0),
    state: deliveryState().notNull().default("receiving"),
    /** Why it was rejected. */
    reason: text(),
    versionId: uuid().unique(),
    idempotencyKey: text(),
    deliveredById: uuid()
      .notNull()
      .references(() => users.id),
    startedAt: instant().notNull(),
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
    check("deliveries_accepted", sql`(${t.state} = 'accepted') = (${t.versionId} is not null)`),
    check("deliveries_rejected", sql`(${t.state} = 'rejected') = (${t.reason} is not null)`),
    check("deliveries_finished", sql`(${t.state} = 'receiving') = (${t.finishedAt} is null)`),
  ],
);
