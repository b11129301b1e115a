import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { partners, users } from "@/db/schema";
import type { Viewer } from "./types";

/** The one place where a viewer is made: null for who is unknown or deactivated. */
export async function getUserById(id: string): Promise<Viewer | null> {
  const [user] = await db
    .select({
      kind: users.kind,
      id: users.id,
      name: users.name,
      email: users.email,
      signOuts: users.signOuts,
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
