import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiTokens, partners, users } from "@/db/schema";
import type { ApiTokenRow, Operator, Viewer } from "./types";

/** The one place where a viewer is made: null for who is unknown or deactivated. */
export async function getUserById(id: string): Promise<Viewer | null> {
  const [user] = await db
    .select({
      kind: users.kind,
      id: users.id,
      name: users.name,
      email: users.email,
      signOuts: users.signOuts,
      mailMuted: sql<boolean>`${users.mailMutedAt} is not null`,
      partnerId: partners.id,
      partnerName: partners.name,
    })
    .from(users)
    .leftJoin(partners, eq(partners.id, users.partnerId))
    .where(and(eq(users.id, id), isNull(users.deactivatedAt)));
  if (!user) return null;
  const { kind, partnerId, partnerName, ...person } = user;
  // The database keeps a partner for each user of kind partner (users_kind_partner).
  return (
    kind === "partner" ? { kind, ...person, partnerId, partnerName } : { kind, ...person }
  ) as Viewer;
}

/** For sign-in: the active account of an address, in any capitals. */
export async function getAccountByEmail(email: string) {
  const [account] = await db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, email.toLowerCase()), isNull(users.deactivatedAt)));
  return account ?? null;
}

/** How an API token is kept. */
export const tokenHash = (secret: string) => createHash("sha256").update(secret).digest("hex");

/** Whose program shows this API token, and what it may do: null when unknown, revoked, or its operator deactivated. */
export async function getTokenHolder(secret: string) {
  const [token] = await db
    .select({
      id: apiTokens.id,
      userId: apiTokens.userId,
      scopes: apiTokens.scopes,
      lastUsedAt: apiTokens.lastUsedAt,
    })
    .from(apiTokens)
    .where(and(eq(apiTokens.hash, tokenHash(secret)), isNull(apiTokens.revokedAt)));
  if (!token) return null;
  const operator = await getUserById(token.userId);
  if (operator?.kind !== "operator") return null;
  return { token, operator, scopes: token.scopes };
}

/** Every API token of every operator, newest first. */
export function listApiTokens(_: Operator): Promise<ApiTokenRow[]> {
  return db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      holder: users.name,
      scopes: apiTokens.scopes,
      createdAt: apiTokens.createdAt,
      lastUsedAt: apiTokens.lastUsedAt,
      revokedAt: apiTokens.revokedAt,
      holderDeactivated: sql<boolean>`${users.deactivatedAt} is not null`,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
}
