import { sql } from "drizzle-orm";
import {
  check,
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { assetTypes } from "./materials";
import { partners } from "./people";
import { titles } from "./titles";

/** Secondary Audio, Timed Text, Audio Description …: what sort of work is asked for. */
export const sourceRequestKinds = pgTable("source_request_kinds", {
  code: text().primaryKey(),
  name: text().notNull().unique(),
  position: integer().notNull(),
});

/** The asset types that work of a kind may use. */
export const sourceRequestKindAssetTypes = pgTable(
  "source_request_kind_asset_types",
  {
    kindCode: text()
      .notNull()
      .references(() => sourceRequestKinds.code),
    assetTypeCode: text()
      .notNull()
      .references(() => assetTypes.code),
  },
  (t) => [
    primaryKey({ columns: [t.kindCode, t.assetTypeCode] }),
    index("source_request_kind_asset_types_type_idx").on(t.assetTypeCode),
  ],
);

export const sourceRequestStatus = pgEnum("source_request_status", [
  "open",
  "fulfilled",
  "cancelled",
]);

/** Work asked of one partner for one title. */
export const sourceRequests = pgTable(
  "source_requests",
  {
    id: uuid().primaryKey(),
    /** What people see: `SR-104823`. */
    reference: text().notNull().unique(),
    partnerId: uuid()
      .notNull()
      .references(() => partners.id),
    titleId: uuid()
      .notNull()
      .references(() => titles.id),
    kindCode: text()
      .notNull()
      .references(() => sourceRequestKinds.code),
    /** The language to be made, BCP 47. It does not narrow what is seen. */
    language: text().notNull(),
    dueOn: date().notNull(),
    status: sourceRequestStatus().notNull().default("open"),
    createdAt: instant().notNull(),
    fulfilledAt: instant(),
    cancelledAt: instant(),
  },
  (t) => [
    index("source_requests_partner_due_idx").on(t.partnerId, t.status, t.dueOn),
    // Which were fulfilled not long ago, out of all that ever were.
    index("source_requests_partner_fulfilled_idx").on(t.partnerId, t.fulfilledAt),
    index("source_requests_due_idx").on(t.dueOn, t.reference),
    index("source_requests_title_idx").on(t.titleId),
    index("source_requests_kind_idx").on(t.kindCode, t.partnerId),
    index("source_requests_language_idx").on(t.language, t.partnerId),
    check(
      "source_requests_fulfilled",
      sql`(${t.status} = 'fulfilled') = (${t.fulfilledAt} is not null)`,
    ),
    check(
      "source_requests_cancelled",
      sql`(${t.status} = 'cancelled') = (${t.cancelledAt} is not null)`,
    ),
  ],
);
