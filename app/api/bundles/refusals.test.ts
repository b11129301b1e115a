import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { afterEach, describe, expect, test, vi } from "vitest";
import "@/db/testing";
import { db } from "@/db/client";
import { downloads, sourceRequests, users } from "@/db/schema";
import { currentConnection } from "@/lib/connection";
import { bundleLinks } from "@/lib/links/signing";
import { objectStore } from "@/lib/storage";
import { anOperator, aVersion } from "@/lib/testing/builders";
import { takePlace } from "@/lib/transfers/places";
import { PLACES } from "@/lib/transfers/rules";
import { listFaults } from "@/lib/versions/faults";
import { aBundle, ask, askHead, bytesOf, refusal, someFiles } from "./testing";

const log = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => {
  log.mockClear();
});

describe("a link is refused", () => {
  test("that is not ours, as one to nothing", async () => {
    const { bundle, files } = await aBundle();
    const gone = bundleLinks(
      { id: v7(), fileName: "a.zip" },
      { expiresAt: new Date(Date.now() + 60_000), round: 0 },
    );
    const foreign = files[0]?.url.replace(/.*\?/, bundle.url.replace(/\?.*/, "?")) ?? "";
    const asked = [gone.url, foreign, bundle.url.replace("round=0", "round=1")];
    const answers = await Promise.all(asked.map((url) => refusal(ask(url))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, code: "not_found" });
  });

  test("while its user has as many answers open as one may have", async () => {
    const { ada, bundle } = await aBundle();
    const over: (() => void)[] = [];
    const held = { ...currentConnection(), whenOver: (end: () => void) => void over.push(end) };
    for (let i = 0; i < PLACES; i += 1) takePlace(ada.id, held);
    expect(await refusal(ask(bundle.url))).toMatchObject({
      status: 503,
      code: "too_many_transfers",
    });
    for (const end of over) end();
    expect((await askHead(bundle.url)).status).toBe(200);
  });

  test("that has expired", async () => {
    const { bundle } = await aBundle({ now: new Date(Date.now() - 7 * 86_400_000) });
    expect(await refusal(ask(bundle.url))).toMatchObject({ status: 410, code: "link_expired" });
  });

  test("when a newer version of a file came before the first byte, naming it; and not after", async () => {
    const early = await aBundle();
    const begun = await aBundle();
    const whole = await bytesOf(ask(begun.bundle.url));
    for (const { versions } of [early, begun])
      await aVersion(versions[1]?.materialId ?? "", { now: new Date(), timeZone: "UTC" });
    const refused = await refusal(ask(early.bundle.url));
    expect(refused).toMatchObject({ status: 410, code: "superseded" });
    expect(refused.message).toMatch(/^Version 2 of mix\.wav was delivered/);
    const rest = await bytesOf(ask(begun.bundle.url, { range: "bytes=10-" }));
    expect(rest.equals(whole.subarray(10))).toBe(true);
  });

  type Made = Awaited<ReturnType<typeof aBundle>>;
  test.each<[string, (made: Made) => Promise<unknown>]>([
    [
      "when the user is deactivated",
      ({ ada }) => db.update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, ada.id)),
    ],
    [
      "when the user has signed out everywhere",
      ({ ada }) => db.update(users).set({ signOuts: 1 }).where(eq(users.id, ada.id)),
    ],
    [
      "when the request is withdrawn",
      ({ request }) =>
        db
          .update(sourceRequests)
          .set({ status: "cancelled", cancelledAt: new Date() })
          .where(eq(sourceRequests.id, request.id)),
    ],
    [
      "when one file of it is revoked",
      ({ files }) =>
        db
          .update(downloads)
          .set({ revokedAt: new Date() })
          .where(eq(downloads.id, files[2]?.downloadId ?? "")),
    ],
  ])("%s, though it has begun", async (_, lose) => {
    const made = await aBundle();
    await bytesOf(ask(made.bundle.url, { range: "bytes=0-9" }));
    await lose(made);
    expect(await refusal(ask(made.bundle.url))).toMatchObject({ status: 403, code: "forbidden" });
    expect((await askHead(made.bundle.url)).status).toBe(403);
  });
});

describe("what the store has not as recorded", () => {
  test("is refused in words before anything is sent, when a file is gone", async () => {
    const files = Array.from({ length: 40 }, (_, i) => ({ fileName: `${i}.wav` }));
    const { bundle, versions } = await aBundle({ files });
    await objectStore().remove(versions[33]?.objectKey ?? "");
    expect(await refusal(ask(bundle.url))).toMatchObject({ status: 503, code: "file_unavailable" });
    expect(log.mock.calls.flat().join(" ")).toContain(versions[33]?.objectKey);
    expect(log.mock.calls.flat().join(" ")).not.toContain("signature");
  });

  test("cuts the answer when a file far into it is gone: never a short zip", async () => {
    const files = Array.from({ length: 80 }, (_, i) => ({
      fileName: `${String(i).padStart(2, "0")}.wav`,
      content: randomBytes(50_000),
    }));
    const { bundle, versions } = await aBundle({ files });
    await objectStore().remove(versions[75]?.objectKey ?? "");
    await expect(bytesOf(ask(bundle.url))).rejects.toThrow(/75\.wav \(.*\) is missing/);
  });

  test.each([1_000, 3 * 2 ** 20])(
    "cuts it when %i bytes are other ones, before the last of them",
    async (size) => {
      const content = randomBytes(size);
      const { bundle, versions } = await aBundle({ files: [{ content }, ...someFiles] });
      const key = versions[0]?.objectKey ?? "";
      await objectStore().remove(key);
      content[size - 1] = (content[size - 1] ?? 0) ^ 1;
      await objectStore().put(key, pieces(content));
      await expect(bytesOf(ask(bundle.url))).rejects.toThrow("of its record");
      expect(log.mock.calls.flat().join(" ")).toContain(bundle.id);
      expect(await faultOf(key)).toMatchObject({
        fileName: versions[0]?.fileName,
        version: 1,
        fault: expect.stringMatching(/^has the CRC-32 [0-9a-f]{8}, not the [0-9a-f]{8} of its/),
      });
    },
  );
});

/** What operators are told of the object, as soon as it is written down. */
const faultOf = (key: string) =>
  vi.waitFor(async () => {
    const faults = await listFaults(await anOperator(), new Date());
    return faults.find(({ objectKey }) => objectKey === key) ?? expect.fail("nobody was told");
  }, 10_000);

test("what operators were told of a file is over when it is delivered again", async () => {
  const { bundle, versions } = await aBundle();
  const { objectKey = "", materialId = "" } = versions[0] ?? {};
  await objectStore().remove(objectKey);
  await ask(bundle.url);
  expect(await faultOf(objectKey)).toMatchObject({ fault: "is missing" });
  await aVersion(materialId, { now: new Date(), timeZone: "UTC" });
  const keys = (await listFaults(await anOperator(), new Date())).map((fault) => fault.objectKey);
  expect(keys).not.toContain(objectKey);
});

async function* pieces(bytes: Buffer) {
  yield bytes;
}
