import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { until } from "./support/clients";
import { addTitle, upstream } from "./support/deliveries";
import { rawDelivery } from "./support/raw-delivery";
import { type Session, signedInAs } from "./support/session";
import { wave } from "./support/sound";

// Versions as upstream systems hand them in, over HTTP, and what a partner has of it.

let world: Awaited<ReturnType<typeof addTitle>>;
let partner: Session;
beforeEach(async () => {
  world = await addTitle();
  partner = await signedInAs(inject("baseUrl"), world.email);
});
afterEach(() => world.database.end());

type Row = {
  id: string;
  version: number;
  fileName: string;
  qcStatus: string | null;
  newlyAdded: string | null;
  downloaded: object | null;
  assetType: { code: string };
};
const rows = async () =>
  (await partner.json<{ materials: Row[] }>(`/api/materials?request=${world.reference}`)).materials;

/** @returns what has been half-written since; what other tests have under way goes when it has ended */
function watchParts() {
  const parts = () =>
    readdirSync(inject("objectsDir"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".part"),
    );
  const before = new Set(parts());
  return () => parts().filter((name) => !before.has(name));
}

test("a version comes in, is reviewed, is taken, and comes anew; the partner sees each within 2 s", async () => {
  const { deliver, review } = upstream();
  const said = { title: world.title, assetType: "me_20", fileName: "M&E 2.0 v01.wav" };
  const first = wave(500);
  const answer = await deliver(said, first);
  expect(answer.status).toBe(201);
  const delivered = (await answer.json()) as { materialId: string; checksums: { md5: string } };
  expect(delivered).toMatchObject({
    version: 1,
    bytes: first.length,
    checksums: { md5: expect.stringMatching(/^[0-9a-f]{32}$/), crc32: expect.any(String) },
  });
  const [row] = await until(rows, (all) => all.length === 1, 2_000);
  expect(row).toMatchObject({
    ...{ id: delivered.materialId, version: 1, fileName: said.fileName },
    ...{ qcStatus: "QC Pending", newlyAdded: "new" },
  });

  const taken = await partner.postJson("/api/downloads", { materialIds: [delivered.materialId] });
  const { files } = (await taken.json()) as { files: { url: string; md5: string }[] };
  const sent = Buffer.from(await (await partner.fetch(files[0]?.url ?? "")).arrayBuffer());
  expect(sent.equals(first)).toBe(true);
  expect(files[0]?.md5).toBe(delivered.checksums.md5);
  expect((await rows())[0]?.downloaded).not.toBeNull();

  expect(
    (await review({ materialId: row?.id, status: "Ready for Mix", note: "Fine." })).status,
  ).toBe(200);
  expect((await rows())[0]).toMatchObject({ qcStatus: "Ready for Mix", newlyAdded: "updated" });

  const again = await deliver({ ...said, fileName: "renamed.wav" }, first);
  expect([again.status, await again.json()]).toEqual([200, delivered]);

  const second = await deliver({ ...said, fileName: "M&E 2.0 v02.wav" }, wave(400));
  expect([second.status, await second.json()]).toMatchObject([201, { version: 2 }]);
  expect((await rows())[0]).toMatchObject({
    ...{ version: 2, fileName: "M&E 2.0 v02.wav", qcStatus: "QC Pending" },
    ...{ newlyAdded: "updated", downloaded: null },
  });
});

test("what is wrong is said in words that name it, and nothing becomes of it", async () => {
  const { deliver, review } = upstream();
  const said = { title: world.title, assetType: "pronunciation_guide", fileName: "guide.txt" };
  const partsSince = watchParts();
  const wrong: [Record<string, string>, RegExp][] = [
    [{ md5: "0".repeat(32) }, /^md5: what came has/],
    [{ fileName: "guide.exe" }, /^fileName: Pronunciation Guide is delivered as txt or pdf/],
    [{ fileName: "" }, /^fileName: is empty/],
    [{ assetType: "none" }, /^assetType: /],
    [{ language: "12" }, /^language: /],
    [{ md5: "short" }, /^md5: is not of 32/],
    [{ langauge: "de" }, /^langauge: is not known here; there are title, .*language/],
    [{ fileName: "guide.pdf" }, /can't be read as what its name says/],
  ];
  for (const [change, message] of wrong) {
    const answer = await deliver({ ...said, ...change }, "a guide");
    const { error } = (await answer.json()) as { error: { message: string } };
    expect([answer.status, error.message]).toEqual([400, expect.stringMatching(message)]);
  }
  expect((await deliver(said, "")).status).toBe(400);
  expect((await deliver({ ...said, title: "TTL-none" }, "x")).status).toBe(404);
  expect((await upstream("trn_unknown").deliver(said, "x")).status).toBe(401);
  expect(await world.count("materials")).toBe(0);
  await expect.poll(partsSince).toEqual([]);

  const text = (await (await deliver(said, "a guide")).json()) as { materialId: string };
  const reviewed = await review({ materialId: text.materialId, status: "Ready for Mix" });
  expect([reviewed.status, await reviewed.text()]).toEqual([
    400,
    expect.stringContaining("QC does not apply"),
  ]);
});

test("an upload that is cut, or does not say its length, leaves nothing behind", async () => {
  const partsSince = watchParts();
  const said = { title: world.title, assetType: "dialogue_guide", fileName: "guide.wav" };
  const bytes = wave(5_000);
  const inState = (state: string) =>
    world.count(`(select * from deliveries where state = '${state}') d`);
  const cuts = Array.from({ length: 6 }, () => Math.floor(Math.random() * bytes.length));
  for (const at of cuts) {
    const line = await rawDelivery(said, [`Content-Length: ${bytes.length}`]);
    await line.send(bytes.subarray(0, at));
    // Once it is begun: what is cut before is never heard of.
    const receiving = () => inState("receiving");
    await until(receiving, (count) => count === 1);
    line.cut();
    // A cut that falls between the begin and the first look at the body is told by its silence alone, after 30 s.
    await until(receiving, (count) => count === 0, 45_000);
  }
  expect(await inState("rejected")).toBe(cuts.length);

  const unmeasured = await rawDelivery(said, ["Transfer-Encoding: chunked"]);
  await unmeasured.send(Buffer.from("1\r\nx\r\n0\r\n\r\n"));
  expect(await unmeasured.answer()).toMatch(/^HTTP\/1\.1 400 [\s\S]*Content-Length: is missing/);
  await expect.poll(partsSince).toEqual([]);
  expect(await world.count("materials")).toBe(0);
}, 120_000);

test("a body that goes on after what its Content-Length says is refused in words, and what came of it is recorded", async () => {
  const said = { title: world.title, assetType: "pronunciation_guide", fileName: "long.txt" };
  const line = await rawDelivery(said, ["Content-Length: 10"]);
  await line.send(Buffer.from("ten bytes.and a few more\n"));
  expect(await line.answer()).toMatch(
    /^HTTP\/1\.1 400 [\s\S]*The body went on after the 10 bytes that were said/,
  );
  const { rows: recorded } = await world.database.query(
    "select state, bytes::int from deliveries where file_name = $1 and title_id = (select id from titles where reference = $2)",
    [said.fileName, world.title],
  );
  expect(recorded).toEqual([{ state: "rejected", bytes: 10 }]);
});

test("what is larger than is taken is refused before a byte of it is read", async () => {
  const said = { title: world.title, assetType: "dialogue_guide", fileName: "guide.wav" };
  const length = 1_000_000_000_001;
  const line = await rawDelivery(said, [`Content-Length: ${length}`]);
  expect(await line.answer()).toMatch(/^HTTP\/1\.1 413 [\s\S]*MAX_DELIVERY_BYTES/);
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${btoa(value)}`);
  const begun = await fetch(`${inject("baseUrl")}/api/uploads`, {
    method: "POST",
    headers: {
      ...{ authorization: `Bearer ${inject("operatorToken")}`, "tus-resumable": "1.0.0" },
      ...{ "upload-length": String(length), "upload-metadata": metadata.join(",") },
    },
  });
  expect(begun.status).toBe(413);
});

test("the loudness of a sound comes a while after it", async () => {
  const said = { title: world.title, assetType: "me_20", variant: "loud", fileName: "loud.wav" };
  const answer = await upstream().deliver(said, wave(2_000));
  expect(answer.status).toBe(201);
  const { materialId } = (await answer.json()) as { materialId: string };
  type Details = { version: { probe: { integratedLoudnessLufs: unknown } } };
  const loudness = async () =>
    (await partner.json<Details>(`/api/materials/${materialId}`)).version.probe
      .integratedLoudnessLufs;
  // White noise of full range.
  expect(await until(loudness, (found) => found !== "measuring")).toBeGreaterThan(-10);
});

test("many at once make consecutive versions", async () => {
  const { deliver } = upstream();
  const said = { title: world.title, assetType: "pronunciation_guide", variant: "many" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => deliver({ ...said, fileName: `${i}.txt` }, `text ${i}`)),
  );
  const versions = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as { version: number }).version),
  );
  expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});
