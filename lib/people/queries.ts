import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { downloads, partners, users } from "@/db/schema";
import type { Operator } from "@/lib/auth/types";

export function listPartners(_: Operator) {
  return db
    .select({
      id: partners.id,
      name: partners.name,
      createdAt: partners.createdAt,
      // In plain words: a query of one table leaves the table's name out of its columns.
      users: sql<number>`(select count(*)::int from users u
        where u.partner_id = partners.id and u.deactivated_at is null)`,
      openRequests: sql<number>`(select count(*)::int from source_requests r
        where r.partner_id = partners.id and r.status = 'open')`,
    })
    .from(partners)
    .orderBy(asc(partners.name));
}

/** Everyone, operators first, then by partner and name. */
export function listUsers(_: Operator) {
  return db
    .select({
      id: users.id,
      kind: users.kind,
      name: users.name,
      email: users.email,
      partner: partners.name,
      signsInBy: sql<
        "password" | "single sign-on"
      >`case when ${users.passwordHash} is null then 'single sign-on' else 'password' end`,
      lastDownloadAt: sql<Date | null>`(select max(${downloads.startedAt}) from ${downloads}
        where ${downloads.userId} = ${users.id})`.mapWith(downloads.startedAt),
      deactivatedAt: users.deactivatedAt,
    })
    .from(users)
    .leftJoin(partners, eq(partners.id, users.partnerId))
    .orderBy(sql`${partners.name} nulls first`, asc(users.name), asc(users.id));
}
