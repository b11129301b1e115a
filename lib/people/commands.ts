import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { db } from "@/db/client";
import { partners, users } from "@/db/schema";
import { revokeTokensOf } from "@/lib/auth/commands";
import { hashPassword } from "@/lib/auth/passwords";
import type { Operator } from "@/lib/auth/types";
import { badField, DomainError } from "@/lib/errors";
import type { NewUser } from "./types";

/** @throws DomainError bad_request when the name is taken */
export async function addPartner(_: Operator, { name }: { name: string }, now: Date) {
  const id = v7();
  const made = await db
    .insert(partners)
    .values({ id, name, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: partners.id });
  if (made.length === 0) throw badField("name", `${name} is there already`);
  return { id };
}

/** A user of a partner's, or, without one, an operator. @throws DomainError bad_request naming the field */
export async function addUser(
  _: Operator,
  { name, email, partnerId, password }: NewUser,
  now: Date,
) {
  if (partnerId && (await db.$count(partners, eq(partners.id, partnerId))) === 0)
    throw badField("organisation", "there is no such partner");
  const id = v7();
  const made = await db
    .insert(users)
    .values({
      ...{ id, name, email, createdAt: now },
      kind: partnerId ? "partner" : "operator",
      partnerId,
      passwordHash: password ? await hashPassword(password) : null,
    })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made.length === 0) throw badField("email", `${email} is there already`);
  return { id };
}

/**
 * Closes an account, or opens it again. Sessions, links and API tokens of a closed one end at the next request,
 * and for good: opening it again brings none of them back.
 * @throws DomainError not_found; bad_request when it is the operator's own
 */
export async function setUserActive(
  operator: Operator,
  userId: string,
  active: boolean,
  now: Date,
) {
  if (userId === operator.id && !active)
    throw badField("userId", "another operator has to close your account");
  const deactivatedAt = active ? null : sql`coalesce(${users.deactivatedAt}, ${now.toISOString()})`;
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(users)
      .set({ deactivatedAt, ...(!active && { signOuts: sql`${users.signOuts} + 1` }) })
      .where(eq(users.id, userId))
      .returning({ id: users.id });
    if (changed.length === 0) throw new DomainError("not_found");
    if (!active) await revokeTokensOf(tx, userId, now);
  });
}

/**
 * Closes every account of a partner's, as `setUserActive` closes one. Who was closed before stays as they are.
 * @returns how many were closed
 * @throws DomainError not_found
 */
export async function deactivatePartner(_: Operator, partnerId: string, now: Date) {
  if ((await db.$count(partners, eq(partners.id, partnerId))) === 0)
    throw new DomainError("not_found");
  const closed = await db
    .update(users)
    .set({ deactivatedAt: now, signOuts: sql`${users.signOuts} + 1` })
    .where(and(eq(users.partnerId, partnerId), isNull(users.deactivatedAt)))
    .returning({ id: users.id });
  return { closed: closed.length };
}
