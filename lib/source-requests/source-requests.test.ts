import { expect, test } from "vitest";
import "@/db/testing";
import { aKind, aPartnerUser, aSourceRequest, aTitle, noon } from "@/lib/testing/builders";
import { listFilterValues, listSourceRequests } from "./queries";
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
