import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { apiTokens, users } from "@/db/schema";
import { anOperator, aPartnerUser, noon } from "@/lib/testing/builders";
import { keepApiToken, makeApiToken, noteTokenUse, revokeApiToken } from "./commands";
import { operatorRoute } from "./guards";
import { getTokenHolder, listApiTokens } from "./queries";
import { type ApiScope, newApiToken } from "./types";

/** Asks a route for deliveries, and says what it answered. */
async function ask(authorization: string) {
  const route = operatorRoute("deliveries", ({ name }) => Response.json({ name }));
  const request = new Request("http://localhost:3000/api/deliveries", {
    method: "POST",
    headers: { authorization },
  });
  const answer = await route(request, { params: Promise.resolve({}) });
  return { status: answer.status, asks: answer.headers.get("www-authenticate") };
}

async function anOperatorWithToken(scopes: ApiScope[] = ["deliveries"]) {
  const operator = await anOperator({ name: "Opal" });
  return { operator, ...(await makeApiToken(operator, { name: "Ingest", scopes }, noon.now)) };
}

const allowed = { status: 200, asks: null };
const unknown = { status: 401, asks: 'Bearer realm="Turnover", error="invalid_token"' };

test("a token opens what it is for, in its name's holder", async () => {
  const { secret } = await anOperatorWithToken();
  expect(await ask(`Bearer ${secret}`)).toEqual(allowed);
  expect(await ask(`bearer  ${secret}`)).toEqual(allowed);
});

test("a token without the scope is 403, and an unknown one 401", async () => {
  const { secret } = await anOperatorWithToken(["qc"]);
  expect(await ask(`Bearer ${secret}`)).toEqual({ status: 403, asks: null });
  for (const header of ["Bearer nonsense", "Bearer", "Bearer ", `Basic ${secret}`, secret, ""])
    expect(await ask(header)).toEqual(unknown);
});

test("a revoked token is 401 from the next request on, and revoking again keeps the first time", async () => {
  const { operator, secret, id } = await anOperatorWithToken();
  await revokeApiToken(operator, id, noon.now);
  expect(await ask(`Bearer ${secret}`)).toEqual(unknown);
  await revokeApiToken(operator, id, new Date(noon.now.getTime() + 1000));
  const [row] = (await listApiTokens(operator)).filter((one) => one.id === id);
  expect(row?.revokedAt).toEqual(noon.now);
});

test("a deactivated operator's token is 401, and so is one that a partner's user came to have", async () => {
  const { operator, secret } = await anOperatorWithToken();
  await db.update(users).set({ deactivatedAt: noon.now }).where(eq(users.id, operator.id));
  expect(await ask(`Bearer ${secret}`)).toEqual(unknown);

  const ada = await aPartnerUser();
  await keepApiToken(db, ada.id, "trn_of-a-partner", { name: "x", scopes: ["qc"] }, noon.now);
  expect(await ask("Bearer trn_of-a-partner")).toEqual(unknown);
});

test("only a hash is kept, and the list says when it was used last, to the minute", async () => {
  const { operator, secret, id } = await anOperatorWithToken();
  const [kept] = await db.select().from(apiTokens).where(eq(apiTokens.id, id));
  expect(JSON.stringify(kept)).not.toContain(secret.slice(4));

  const lastUsed = async () =>
    (await listApiTokens(operator)).find((one) => one.id === id)?.lastUsedAt;
  expect(await lastUsed()).toBeNull();
  const later = (seconds: number) => new Date(noon.now.getTime() + seconds * 1000);
  const use = async (at: Date) => {
    const holder = (await getTokenHolder(secret)) ?? expect.fail("nobody's token");
    await noteTokenUse(holder.token, at);
  };
  await use(later(0));
  await use(later(59));
  expect(await lastUsed()).toEqual(later(0));
  // Of two at once that have both seen the time before, the second changes nothing.
  await noteTokenUse({ id, lastUsedAt: null }, later(59));
  expect(await lastUsed()).toEqual(later(0));
  await use(later(61));
  expect(await lastUsed()).toEqual(later(61));
});

test("a token needs a name and a scope", () => {
  const scopes = ["qc", "qc"];
  expect(newApiToken.parse({ name: " Ingest ", scopes })).toEqual({
    name: "Ingest",
    scopes: ["qc"],
  });
  for (const wrong of [
    { name: "", scopes },
    { name: "x", scopes: [] },
    { name: "x", scopes: ["all"] },
  ])
    expect(newApiToken.safeParse(wrong).success).toBe(false);
});
