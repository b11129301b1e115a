import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { users } from "./people";
import { proxyCopies } from "./proxies";

export const mailState = pgEnum("mail_state", ["queued", "sent", "failed", "withheld"]);

/**
 * One mail to one user, kept word for word from before it is first handed over: its id is the idempotency
 * key, and a provider takes a key a second time only with the same words.
 */
export const mails = pgTable(
  "mails",
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    sender: text().notNull(),
    recipient: text().notNull(),
    subject: text().notNull(),
    html: text().notNull(),
    text: text().notNull(),
    state: mailState().notNull().default("queued"),
    /** How often it was handed over. */
    attempts: integer().notNull().default(0),
    createdAt: instant().notNull(),
    /** When it was first, and last, handed over. */
    firstTriedAt: instant(),
    triedAt: instant(),
    sentAt: instant(),
    /** Why the last try, or all of them, came to nothing. */
    reason: text(),
    /** When the provider reported that it did not arrive, and why: a bounce, a complaint. */
    returnedAt: instant(),
    returnReason: text(),
  },
  (t) => [
    index("mails_user_idx").on(t.userId),
    index("mails_queued_idx").on(t.createdAt).where(sql`state = 'queued'`),
    check("mails_sent", sql`(${t.state} = 'sent') = (${t.sentAt} is not null)`),
    check(
      "mails_tried",
      sql`(${t.attempts} = 0) = (num_nonnulls(${t.firstTriedAt}, ${t.triedAt}) = 0)`,
    ),
    check("mails_reason", sql`${t.state} not in ('failed', 'withheld') or ${t.reason} is not null`),
    check("mails_returned", sql`(${t.returnedAt} is null) = (${t.returnReason} is null)`),
  ],
);

export const withheldReason = pgEnum("withheld_reason", ["muted", "not_visible", "superseded"]);

/** That a copy a user waited for is ready was told, in this mail, or is not to be. Without a row it is due. */
export const notifications = pgTable(
  "notifications",
  {
    id: uuid().primaryKey(),
    proxyCopyId: uuid()
      .notNull()
      .references(() => proxyCopies.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    mailId: uuid().references(() => mails.id),
    withheld: withheldReason(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique("notifications_once_key").on(t.proxyCopyId, t.userId),
    index("notifications_mail_idx").on(t.mailId),
    check("notifications_outcome", sql`num_nonnulls(${t.mailId}, ${t.withheld}) = 1`),
  ],
);
