import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import type * as events from "@/inngest/client";
import { readInput } from "@/lib/input";
import { answerUpload, MOST_OPEN_UPLOADS } from "@/lib/storage/uploads";
import { withWorkFolder } from "@/lib/storage/work-folder";
import { anAssetType, anOperator, aTitle } from "@/lib/testing/builders";
import { deliverUpload, slotFor } from "./commands";
import { deliveryQuery } from "./types";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof events>()),
  sendEvents: vi.fn(async () => {}),
}));

const folder = process.env.UPLOADS_DIR ?? "";
const content = Buffer.from(randomBytes(150_000).toString("hex"));

/** An operator who uploads a text for a slot of its own, request by request as tus-js-client does. */
async function anUpload(said: Record<string, string> = {}) {
  const opal = await anOperator();
  const title = await aTitle();
  const type = await anAssetType({ mediaKind: "text", formats: ["txt"] });
  const offer = { title: title.reference, assetType: type.code, fileName: "夜.txt", ...said };
  const metadata = Object.entries(offer).map(
    ([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`,
  );
  const ask = (
    method: string,
    id?: string,
    headers = {},
    body?: Buffer<ArrayBuffer>,
    as = opal.id,
    check: (said: object) => Promise<void> = async (said) =>
      void (await slotFor(readInput(deliveryQuery, said))),
  ) =>
    answerUpload(
      new Request(`http://localhost:3000/api/uploads${id ? `/${id}` : ""}`, {
        method,
        headers: { "tus-resumable": "1.0.0", ...headers },
        ...(body && { body, duplex: "half" }),
      }),
      as,
      id ? { uploadId: id } : { check },
    );
  const begin = (length = content.length, ...rest: [as?: string, check?: () => Promise<void>]) =>
    ask(
      "POST",
      undefined,
      { "upload-length": String(length), "upload-metadata": metadata.join(",") },
      undefined,
      ...rest,
    );
  const begun = await begin();
  const id = begun.headers.get("location")?.split("/").at(-1) ?? "";
  const send = (from: number, to: number) =>
    ask(
      "PATCH",
      id,
      { "content-type": "application/offset+octet-stream", "upload-offset": String(from) },
      Buffer.from(content.subarray(from, to)),
    );
  return { opal, title, begin, begun, id, ask, send };
}

test("an upload in pieces becomes a version once it is whole, and asking again answers the same", async () => {
  const { opal, title, begun, id, ask, send } = await anUpload();
  expect([begun.status, begun.headers.get("location")]).toEqual([201, `/api/uploads/${id}`]);
  await expect(deliverUpload(opal, id, {})).rejects.toThrow(/^0 of 300000 bytes are here/);
  expect((await send(0, 100_000)).status).toBe(204);
  expect((await ask("HEAD", id)).headers.get("upload-offset")).toBe("100000");
  expect((await send(50_000, 100_000)).status).toBe(409);
  await expect(deliverUpload(opal, id, {})).rejects.toMatchObject({ code: "in_progress" });
  await send(100_000, content.length);

  const outcome = await deliverUpload(opal, id, {});
  expect(outcome).toMatchObject({
    created: true,
    delivered: { version: 1, bytes: content.length },
  });
  expect(await deliverUpload(opal, id, {})).toEqual({ ...outcome, created: false });
  expect(readdirSync(folder).filter((name) => name.startsWith(id))).toEqual([]);
  const [row] = await db.select().from(deliveries).where(eq(deliveries.titleId, title.id));
  expect(row).toMatchObject({ state: "accepted", fileName: "夜.txt" });
});

test("what is offered wrongly is refused before a byte is sent, and a wrong checksum after the last", async () => {
  const wrong = await anUpload({ fileName: "mix.wav" });
  expect([wrong.begun.status, await wrong.begun.text()]).toEqual([
    400,
    expect.stringMatching(/^fileName: /),
  ]);
  const misspelt = await anUpload({ langauge: "de" });
  expect([misspelt.begun.status, await misspelt.begun.text()]).toEqual([
    400,
    expect.stringMatching(/^langauge: is not known here; there are title, .*language/),
  ]);
  const { opal, id, send } = await anUpload();
  await send(0, content.length);
  await expect(deliverUpload(opal, id, { md5: "0".repeat(32) })).rejects.toThrow(/^md5: /);
  await expect(deliverUpload(opal, id, {})).rejects.toMatchObject({ code: "not_found" });
  expect(readdirSync(folder).filter((name) => name.startsWith(id))).toEqual([]);
});

test("nobody keeps more uploads open than there may be, also when they come at once; others are let be", async () => {
  const { opal, id, ask, begin } = await anUpload();
  const oneMore = (as = opal.id) => begin(1, as, async () => {});
  const answers = await Promise.all(Array.from({ length: MOST_OPEN_UPLOADS + 2 }, () => oneMore()));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map(({ status }) => status)).toEqual([429, 429, 429]);
  expect(await refused[0]?.text()).toMatch(/^You have 500 uploads open; .* after a week\.$/);
  expect((await oneMore((await anOperator()).id)).status).toBe(201);
  await ask("DELETE", id);
  expect((await oneMore()).status).toBe(201);
  expect((await oneMore()).status).toBe(429);
});

test("an upload of nothing is refused at once", async () => {
  const { begin } = await anUpload();
  const answer = await begin(0);
  expect([answer.status, await answer.text()]).toEqual([400, "The file is empty."]);
});

test("nobody else sees an upload, and no id leads out of the folder", async () => {
  const { id, ask } = await anUpload();
  const oskar = await anOperator();
  for (const method of ["HEAD", "PATCH", "DELETE"])
    await expect(ask(method, id, {}, undefined, oskar.id)).rejects.toMatchObject({
      code: "not_found",
    });
  await expect(deliverUpload(oskar, id, {})).rejects.toMatchObject({ code: "not_found" });
  for (const trick of ["../secrets", `${id}.json`, "..%2fsecrets", ""])
    await expect(deliverUpload(oskar, trick, {})).rejects.toMatchObject({ code: "not_found" });
  expect((await ask("DELETE", id)).status).toBe(204);
  expect(readdirSync(folder).filter((name) => name.startsWith(id))).toEqual([]);
});

test("an upload is the one of the address's path, whatever its query names", async () => {
  const [victim, own] = [await anUpload(), await anUpload()];
  for (const named of [victim.id, `${victim.id}.json`]) {
    const request = new Request(`http://localhost:3000/api/uploads/${own.id}?of=/${named}`, {
      method: "DELETE",
      headers: { "tus-resumable": "1.0.0" },
    });
    await answerUpload(request, own.opal.id, { uploadId: own.id }).catch(() => {});
  }
  expect((await victim.ask("HEAD", victim.id)).status).toBe(200);
  await expect(own.ask("HEAD", own.id)).rejects.toMatchObject({ code: "not_found" });
});

test.skipIf(process.platform === "win32")(
  "nobody else on the machine reads uploads, nor what is being worked on",
  async () => {
    await anUpload();
    const modes = await withWorkFolder(async (work) =>
      [folder, work].map((one) => statSync(one).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o700]);
  },
);
