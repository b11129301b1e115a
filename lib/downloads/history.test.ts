import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { sourceRequests } from "@/db/schema";
import type { PartnerUser } from "@/lib/auth/types";
import { anOperator, aPartnerUser, aVersion, noon } from "@/lib/testing/builders";
import { startDownloads } from "./commands";
import { downloadHistoryCsv, listDownloadHistory } from "./history";
import { aTaking, at } from "./testing";

const firstPage = { mine: false, page: 1 };

describe("the history of a material", () => {
  test("is the whole partner's, newest first, every version's; one's own on demand", async () => {
    const { ada, material, file } = await aTaking();
    const ben = await aPartnerUser({ partnerId: ada.partnerId, name: "Ben" });
    await aVersion(material.id);
    await startDownloads(ben, [material.id], at(10));
    const all = await listDownloadHistory(ada, material.id, firstPage, at(20));
    expect(all.total).toBe(2);
    expect(all.downloads).toMatchObject([
      { user: "Ben", mine: false, version: 2, startedAt: at(10).toISOString(), state: "initiated" },
      { user: ada.name, mine: true, version: 1, downloadId: file.downloadId },
    ]);
    const own = await listDownloadHistory(ada, material.id, { mine: true, page: 1 }, at(20));
    expect(own).toMatchObject({ total: 1, downloads: [{ user: ada.name }] });
    const second = await listDownloadHistory(ada, material.id, { mine: false, page: 2 }, at(20));
    expect(second).toEqual({ total: 2, downloads: [], taken: [1] });
    const table = await (await downloadHistoryCsv(ada, material.id, at(20))).text();
    expect(table.split("\r\n").map((line) => line.split(",").slice(0, 5))).toEqual([
      ["User", "Version", "File name", "Started (UTC)", "State"],
      ["Ben", "2", "mix_v01.wav", at(10).toISOString(), "initiated"],
      [ada.name, "1", "mix_v01.wav", noon.now.toISOString(), "initiated"],
      [""],
    ]);
  });

  test("is not for another partner, whose own it does not hold either; operators see all", async () => {
    const { material, type, title, kind } = await aTaking();
    const chloe = await aPartnerUser();
    const asked = (user: PartnerUser) => listDownloadHistory(user, material.id, firstPage, at(1));
    await expect(asked(chloe)).rejects.toMatchObject({ code: "not_found" });
    const seeing = { partnerId: chloe.partnerId, titleId: title.id, kindCode: kind.code };
    await db.insert(sourceRequests).values({
      ...seeing,
      ...{ id: v7(), reference: `SR-${type.code}`, language: "fr", dueOn: "2026-04-01" },
      createdAt: noon.now,
    });
    expect(await asked(chloe)).toEqual({ downloads: [], total: 0, taken: [] });
    expect(await (await downloadHistoryCsv(chloe, material.id, at(1))).text()).not.toContain(
      "mix_v01.wav",
    );
    const opal = await anOperator();
    expect((await listDownloadHistory(opal, material.id, firstPage, at(1))).total).toBe(1);
    await expect(listDownloadHistory(opal, "nonsense", firstPage, at(1))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
