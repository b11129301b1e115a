import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { randomFrom } from "../random";
import { stories } from "../stories";
import { catalogue, kinds } from "./catalogue";
import { daysBefore } from "./materials";
import { partners, people } from "./people";
import { requestSeeds } from "./requests";
import { insertAll, known } from "./rows";
import { titleSeeds } from "./titles";

/** What references and e-mail addresses became. */
export type Ids = {
  partner: Map<string, string>;
  user: Map<string, string>;
  title: Map<string, string>;
};

/** When the partners joined, and their people; long before anything else. */
const foundedDaysAgo = 400;

export function planIds(today: Date): Ids {
  const random = randomFrom("who and what");
  const map = (names: string[]) =>
    new Map(names.map((name) => [name, random.uuid(daysBefore(today, foundedDaysAgo))]));
  return {
    partner: map(Object.keys(partners)),
    user: map(people.map(({ email }) => email)),
    title: map(titleSeeds.map(({ reference }) => reference)),
  };
}

export async function insertPeople(tx: Transaction, today: Date, ids: Ids, passwordHash: string) {
  const createdAt = daysBefore(today, foundedDaysAgo);
  await insertAll(
    tx,
    schema.partners,
    Object.entries(partners).map(([code, name]) => ({
      id: known(ids.partner, code),
      name,
      createdAt,
    })),
  );
  await insertAll(
    tx,
    schema.users,
    people.map((person) => ({
      id: known(ids.user, person.email),
      kind: person.partner ? ("partner" as const) : ("operator" as const),
      partnerId: person.partner && known(ids.partner, person.partner),
      ...{ email: person.email, name: person.name, passwordHash, createdAt },
      deactivatedAt:
        "deactivatedDaysAgo" in person ? daysBefore(today, person.deactivatedDaysAgo) : null,
    })),
  );
}

export async function insertCatalogue(tx: Transaction) {
  await insertAll(
    tx,
    schema.assetTypes,
    catalogue.map((type, i) => ({ ...type, formats: [...type.formats], position: i + 1 })),
  );
  await insertAll(
    tx,
    schema.sourceRequestKinds,
    kinds.map(({ code, name }, i) => ({ code, name, position: i + 1 })),
  );
  await insertAll(
    tx,
    schema.sourceRequestKindAssetTypes,
    kinds.flatMap(({ code, assetTypes }) =>
      assetTypes.map((assetTypeCode) => ({ kindCode: code, assetTypeCode })),
    ),
  );
}

export async function insertTitles(tx: Transaction, today: Date, ids: Ids) {
  await insertAll(
    tx,
    schema.titles,
    titleSeeds.map(({ reference, kind, name, parent, number, story, runtimeMinutes }) => ({
      ...{ id: known(ids.title, reference), reference, kind, name, number },
      parentId: parent && known(ids.title, parent),
      originalLanguage: stories[story].originalLanguage,
      frameRateNumerator: stories[story].frameRate.numerator,
      frameRateDenominator: stories[story].frameRate.denominator,
      runtimeSeconds: runtimeMinutes && runtimeMinutes * 60,
      createdAt: daysBefore(today, 300),
    })),
  );
}

export async function insertRequests(tx: Transaction, today: Date, ids: Ids) {
  await insertAll(
    tx,
    schema.sourceRequests,
    requestSeeds.map((request) => {
      const random = randomFrom(request.reference);
      const { status, endedDaysAgo } = request;
      const ended = endedDaysAgo === null ? null : daysBefore(today, endedDaysAgo);
      const lead = random.int(15, 45) - Math.min(0, request.dueInDays, -(endedDaysAgo ?? 0));
      const createdAt = daysBefore(today, lead);
      return {
        ...{ id: random.uuid(createdAt), reference: request.reference, status, createdAt },
        partnerId: known(ids.partner, request.partner),
        titleId: known(ids.title, request.title),
        ...{ kindCode: request.kind, language: request.language },
        dueOn: daysBefore(today, -request.dueInDays).toISOString().slice(0, 10),
        fulfilledAt: status === "fulfilled" ? ended : null,
        cancelledAt: status === "cancelled" ? ended : null,
      };
    }),
  );
}
