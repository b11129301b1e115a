import { randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { request, startFileServer, untilStalled } from "./testing";

const MiB = 2 ** 20;
const log = vi.spyOn(console, "error").mockImplementation(() => {});

let server: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
  server = await startFileServer();
});
afterEach(() => {
  log.mockClear();
});
afterAll(() => server.stop());

/** Takes the whole answer. */
async function get(url: string, headers: Record<string, string> = {}, method = "GET") {
  const answer = await request(url, headers, { method });
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

describe("begin and end", () => {
  test("every stretch is told before it goes out, and how it ended; nothing where there is none", async () => {
    const { served, url } = await server.serve(randomBytes(3 * MiB));
    await get(url, {}, "HEAD");
    await get(url, { range: `bytes=${3 * MiB}-` });
    await get(url, { "if-none-match": "*" });
    expect(served.beforeSending).not.toHaveBeenCalled();
    expect(served.ended).not.toHaveBeenCalled();
    await get(url, { range: "bytes=1000-" });
    const told = served.beforeSending.mock.calls.flat();
    expect(told.map(({ start }) => start)).toEqual([
      1_000,
      ...told.slice(0, -1).map(({ end }) => end),
    ]);
    expect(told.at(-1)?.end).toBe(3 * MiB);
    // The first is short, so that it goes out soon.
    expect(told.map(({ start, end }) => end - start)).toEqual([
      MiB / 8,
      1.625 * MiB,
      1.25 * MiB - 1_000,
    ]);
    expect(served.ended.mock.calls).toEqual([[true]]);
  });

  test("of several ranges each is told as the part of the file that it is", async () => {
    const { served, url } = await server.serve(randomBytes(1_000));
    await get(url, { range: "bytes=900-, 0-9" });
    expect(served.beforeSending.mock.calls.flat()).toEqual([
      { start: 900, end: 1_000 },
      { start: 0, end: 10 },
    ]);
  });

  test("a file of no bytes is told when it is answered", async () => {
    const { served, url } = await server.serve(Buffer.alloc(0));
    await get(url, {}, "HEAD");
    expect(served.ended).not.toHaveBeenCalled();
    await get(url);
    expect(served.beforeSending.mock.calls).toEqual([[{ start: 0, end: 0 }]]);
    expect(served.ended.mock.calls).toEqual([[true]]);
  });

  test("a client that goes away is told as an end before the end", async () => {
    const { served, url } = await server.serve(randomBytes(40 * MiB));
    const answer = await request(url);
    await untilStalled(served);
    expect(served.ended).not.toHaveBeenCalled();
    answer.destroy();
    await expect.poll(() => served.ended.mock.calls).toEqual([[false]]);
  });

  test("an answer that is whole is over before its file is closed: whoever has it all leaves at once", async () => {
    const { served, url } = await server.serve(randomBytes(3 * MiB));
    served.closing = new Promise(() => {});
    await get(url);
    await expect.poll(() => served.finished).toBe(true);
    expect(served.closed).toBe(true);
  });

  test("what can't be written down first is not sent", async () => {
    const { served, url } = await server.serve(randomBytes(1_000));
    served.beforeSending.mockRejectedValue(new Error("database gone"));
    await expect(get(url)).rejects.toThrow();
    expect(served.ended.mock.calls).toEqual([[false]]);
  });

  test("a right that is lost cuts the response, though the client has stalled", async () => {
    const { served, url } = await server.serve(randomBytes(40 * MiB), { checkEvery: 20 });
    const answer = await request(url);
    await untilStalled(served);
    served.mayGoOn.mockResolvedValue(false);
    await expect(buffer(answer)).rejects.toThrow();
    expect(answer.complete).toBe(false);
    await expect.poll(() => server.openFiles()).toEqual([]);
  });

  test("one check without an answer is forgiven, two are not", async () => {
    const { served, url } = await server.serve(randomBytes(40 * MiB), { checkEvery: 20 });
    served.mayGoOn.mockRejectedValueOnce(new Error("database gone"));
    const forgiven = await request(url);
    await expect.poll(() => served.mayGoOn.mock.calls.length).toBeGreaterThan(2);
    expect((await buffer(forgiven)).length).toBe(40 * MiB);

    served.mayGoOn.mockRejectedValue(new Error("database gone"));
    await expect(buffer(await request(url))).rejects.toThrow();
  });

  test.skipIf(process.platform !== "linux")("no file stays open, however it ends", async () => {
    const { url } = await server.serve(randomBytes(20 * MiB));
    const taken = Array.from({ length: 5 }, () => get(url));
    const aborted = Array.from({ length: 20 }, async (_, i) => {
      const answer = await request(url, { range: `bytes=${i}-` });
      await once(answer, "data");
      answer.destroy();
    });
    const abortedAtOnce = Array.from({ length: 20 }, async () => {
      const asked = http.get(url);
      asked.on("error", () => {});
      await once(asked, "socket");
      asked.destroy();
    });
    const heads = Array.from({ length: 20 }, () => get(url, {}, "HEAD"));
    await Promise.all([...taken, ...aborted, ...abortedAtOnce, ...heads]);
    await expect.poll(() => server.openFiles()).toEqual([]);
  });

  test("a client that goes away is no fault to be logged", async () => {
    const { served, url } = await server.serve(randomBytes(40 * MiB));
    const answer = await request(url);
    await once(answer, "data");
    answer.destroy();
    await expect.poll(() => served.closed).toBe(true);
    expect(log).not.toHaveBeenCalled();
  });
});
