import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { materials, sourceRequests } from "@/db/schema";
import {
  aKind,
  anOperator,
  aPartnerUser,
  aSourceRequest,
  aTitle,
  aVisibleMaterial,
  noon,
} from "@/lib/testing/builders";
import { digestOfPage, listFilterValues, listSourceRequests } from "./queries";
import { sourceRequestsQuery } from "./types";

test("requests sorted by language stand in the order of its name, either way", async () => {
  const ada = await aPartnerUser();
  const kind = await aKind([]);
  const title = await aTitle();
  for (const language of ["sv", "de", "en", "es"])
    await aSourceRequest({
      partnerId: ada.partnerId,
      titleId: title.id,
      kindCode: kind.code,
      language,
    });
  const sorted = async (order: "asc" | "desc") => {
    const query = sourceRequestsQuery.parse({ sort: "language", order });
    const { sourceRequests } = await listSourceRequests(ada, query, noon.now);
    return sourceRequests.map(({ language }) => language);
  };
  const byName = ["en", "de", "es", "sv"];
  expect(await sorted("asc")).toEqual(byName);
  expect(await sorted("desc")).toEqual(byName.toReversed());
  expect((await listFilterValues(ada)).languages).toEqual(byName);
});

test("the filters offer the kinds and languages of one's own requests, and an operator those of all", async () => {
  const [ada, chloe] = [await aPartnerUser(), await aPartnerUser()];
  const [dubs, subtitles, unasked] = [await aKind([]), await aKind([]), await aKind([])];
  const title = await aTitle();
  const ask = (user: typeof ada, kind: typeof dubs, language: string) =>
    aSourceRequest({
      ...{ partnerId: user.partnerId, titleId: title.id, kindCode: kind.code, language },
    });
  for (const language of ["fi", "de", "fi"]) await ask(ada, dubs, language);
  await ask(chloe, subtitles, "nb");
  const offered = async (viewer: Parameters<typeof listFilterValues>[0]) => {
    const { kinds, languages } = await listFilterValues(viewer);
    return { kinds: kinds.map(({ code }) => code), languages };
  };
  expect(await offered(ada)).toEqual({ kinds: [dubs.code], languages: ["fi", "de"] });
  expect(await offered(chloe)).toEqual({ kinds: [subtitles.code], languages: ["nb"] });
  const all = await offered(await anOperator());
  expect(all.kinds).toEqual(expect.arrayContaining([dubs.code, subtitles.code]));
  expect(all.kinds).not.toContain(unasked.code);
  expect(all.languages).toEqual(expect.arrayContaining(["fi", "de", "nb"]));
  expect(await offered(await aPartnerUser())).toEqual({ kinds: [], languages: [] });
});

test("the digest of a page stays while nothing on it changes, and tells what does", async () => {
  const ada = await aPartnerUser();
  const { material, title, request } = await aVisibleMaterial(ada);
  const query = sourceRequestsQuery.parse({});
  const digest = async (now = noon.now) =>
    digestOfPage(await listSourceRequests(ada, query, now), now);
  const seen = [await digest()];
  expect(await digest(new Date(noon.now.getTime() + 60_000))).toBe(seen[0]);
  // Another day's dates are in other words.
  seen.push(await digest(new Date(noon.now.getTime() + 86_400_000)));
  await aSourceRequest({
    ...{ partnerId: ada.partnerId, titleId: title.id, kindCode: request.kindCode },
  });
  seen.push(await digest());
  const { id } = request;
  await db.update(sourceRequests).set({ dueOn: "2031-05-17" }).where(eq(sourceRequests.id, id));
  seen.push(await digest());
  await db.update(materials).set({ currentVersionId: null }).where(eq(materials.id, material.id));
  seen.push(await digest());
  expect(new Set(seen).size).toBe(seen.length);
});
