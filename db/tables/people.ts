import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { bigintNumber, instant } from "./columns";

/** An organisation that does work for the studio. */
export const partners = pgTable("partners", {
  id: uuid().primaryKey(),
  name: text().notNull().unique(),
  createdAt: instant().notNull(),
});

export const userKind = pgEnum("user_kind", ["partner", "operator"]);

/** Who signs in. A partner user belongs to exactly one partner, an operator to none. */
export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey(),
    kind: userKind().notNull(),
    partnerId: uuid().references(() => partners.id),
    email: text().notNull(),
    name: text().notNull(),
    /** Null for who signs in by OIDC only. */
    passwordHash: text(),
    createdAt: instant().notNull(),
    deactivatedAt: instant(),
    /** How often they signed out everywhere: sessions and links name the count under which they were made. */
    signOuts: integer().notNull().default(0),
    /** Since when they want no mail of what is ready; null while they do. */
    mailMutedAt: instant(),
  },
  (t) => [
    uniqueIndex("users_email_key").on(sql`lower(${t.email})`),
    // What a user takes names both: a download's user belongs to the download's partner.
    unique("users_id_partner_key").on(t.id, t.partnerId),
    index("users_partner_idx").on(t.partnerId),
    check("users_kind_partner", sql`(${t.kind} = 'partner') = (${t.partnerId} is not null)`),
  ],
);

export const apiScope = pgEnum("api_scope", ["deliveries", "qc"]);

/** What a program of an operator's shows instead of a session. It is shown once; only its hash is kept. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** What it is for, in its maker's words. */
    name: text().notNull(),
    /** SHA-256, hexadecimal. A token is as long as a key, so nothing slower is needed. */
    hash: text().notNull().unique(),
    scopes: apiScope().array().notNull(),
    createdAt: instant().notNull(),
    /** To the minute. */
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [
    index("api_tokens_user_idx").on(t.userId),
    check("api_tokens_scopes", sql`cardinality(${t.scopes}) > 0`),
    check("api_tokens_hash", sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** Failed sign-ins by account and by address; the shape that rate-limiter-flexible keeps. */
export const signInAttempts = pgTable("sign_in_attempts", {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  /** Milliseconds since the epoch. */
  expire: bigintNumber(),
});

/** A set of source requests, kept so that a colleague of the same partner can open it by link. */
export const selections = pgTable(
  "selections",
  {
    id: uuid().primaryKey(),
    userId: uuid().notNull(),
    partnerId: uuid().notNull(),
    /** Source request references, in the order chosen. */
    requests: text().array().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    foreignKey({
      name: "selections_user_of_partner_fk",
      columns: [t.userId, t.partnerId],
      foreignColumns: [users.id, users.partnerId],
    }),
    check("selections_size", sql`cardinality(${t.requests}) between 1 and 1000`),
  ],
);
