import "server-only";
import type { Connection } from "@/lib/connection";
import { DomainError } from "@/lib/errors";
import { PLACES } from "./rules";

/** How many answers are open, by user. On globalThis: Next may bundle this module once for each route. */
const key = Symbol.for("turnover.places");
const holder = globalThis as { [key]?: Map<string, number> };
holder[key] ??= new Map();
const taken = holder[key];

/**
 * Takes one of the places that a user has among what this process sends, until the answer of the connection is over.
 * @throws DomainError too_many_transfers when all are taken
 */
export function takePlace(userId: string, connection: Connection): void {
  const open = taken.get(userId) ?? 0;
  if (open >= PLACES) throw new DomainError("too_many_transfers");
  taken.set(userId, open + 1);
  connection.whenOver(() => {
    const left = (taken.get(userId) ?? 1) - 1;
    if (left > 0) taken.set(userId, left);
    else taken.delete(userId);
  });
}
