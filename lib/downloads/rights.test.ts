import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { signOutEverywhere } from "@/lib/auth/commands";
import { getUserById } from "@/lib/auth/queries";
import type { PartnerUser } from "@/lib/auth/types";
import { anOperator, noon } from "@/lib/testing/builders";
import { revokeDownload, startDownloads } from "./commands";
import { getDownloadByLink } from "./queries";
import { aTaking, at, type Taking } from "./testing";

describe("links end", () => {
  const linkOf = ({ file }: Taking) => {
    const { searchParams } = new URL(file.url);
    return getDownloadByLink(file.downloadId, searchParams, at(1));
  };

  test("when their user signs out everywhere; what is taken after has links that work", async () => {
    const made = await aTaking();
    expect((await linkOf(made)).id).toBe(made.file.downloadId);
    await signOutEverywhere(made.ada);
    await expect(linkOf(made)).rejects.toMatchObject({ code: "forbidden" });
    const again = (await getUserById(made.ada.id)) as PartnerUser;
    const { files } = await startDownloads(again, [made.material.id], noon.now);
    const [file] = files;
    expect((await linkOf({ ...made, file: file ?? expect.fail() })).id).toBe(file?.downloadId);
    const [other] = await db.select().from(users).where(eq(users.id, made.ada.id));
    expect(other?.signOuts).toBe(1);
  });

  test("when an operator revokes the download; the others' go on", async () => {
    const made = await aTaking();
    const other = await aTaking();
    const opal = await anOperator();
    await revokeDownload(opal, made.file.downloadId, at(1));
    await expect(linkOf(made)).rejects.toMatchObject({ code: "forbidden" });
    expect((await linkOf(other)).id).toBe(other.file.downloadId);
    await expect(revokeDownload(opal, v7(), at(1))).rejects.toMatchObject({ code: "not_found" });
  });
});
