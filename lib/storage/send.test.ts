import { createHash, randomBytes } from "node:crypto";
import { rm, truncate } from "node:fs/promises";
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

describe("the whole", () => {
  const sizes = [0, 1, 1_000, 16_383, 65_535, 65_536, MiB - 1, MiB, MiB + 1, 3 * MiB, 7 * MiB + 5];
  test.each(sizes)("%i bytes arrive as they are, with their length", async (count) => {
    const bytes = randomBytes(count);
    const { url } = await server.serve(bytes);
    const { status, headers, body } = await get(url);
    expect(status).toBe(200);
    expect(headers["content-length"]).toBe(String(count));
    expect(headers["transfer-encoding"]).toBeUndefined();
    expect(body.equals(bytes)).toBe(true);
  });

  test("says all that a client needs to resume, keep and name it", async () => {
    const { url } = await server.serve(randomBytes(1_000));
    const { headers } = await get(url);
    expect(headers).toMatchObject({
      "accept-ranges": "bytes",
      "cache-control": "private, no-transform",
      "content-disposition": "attachment; filename=a.wav",
      "content-length": "1000",
      "content-type": "audio/wav",
      etag: '"abc"',
      "last-modified": "Thu, 05 Mar 2026 10:20:30 GMT",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    });
  });

  test("HEAD says the same, sends nothing, and ignores Range", async () => {
    const { url } = await server.serve(randomBytes(1_000));
    const { headers } = await get(url);
    const head = await get(url, { range: "bytes=0-1" }, "HEAD");
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    expect({ ...head.headers, date: "" }).toEqual({ ...headers, date: "" });
  });

  test("arrives right at a client that stalls until the server can send no more", async () => {
    const bytes = randomBytes(40 * MiB);
    const { served, url } = await server.serve(bytes);
    const answer = await request(url);
    await untilStalled(served);
    expect(served.reads).toBeLessThan(40);
    const hash = createHash("md5");
    for await (const chunk of answer) hash.update(chunk);
    expect(hash.digest("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
  });

  test("arrives right at a client that reads hundreds of small files at its leisure", async () => {
    const bytes = randomBytes(15_000);
    const { url } = await server.serve(bytes);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
    const answers = Array.from({ length: 300 }, async () => {
      const answer = await request(url, {}, { agent });
      const chunks: Buffer[] = [];
      for await (const chunk of answer) {
        chunks.push(chunk);
        await new Promise(setImmediate);
      }
      return Buffer.concat(chunks).equals(bytes);
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set([true]));
    agent.destroy();
  });
});

describe("parts", () => {
  test("of one range are the same slice of the whole", async () => {
    const bytes = randomBytes(2 * MiB);
    const { url } = await server.serve(bytes);
    for (const [start, end] of [
      [0, 1],
      [0, 2 * MiB],
      [MiB - 1, MiB + 1],
      [5, 1_500_000],
      [2 * MiB - 1, 2 * MiB],
    ] as const) {
      const { status, headers, body } = await get(url, { range: `bytes=${start}-${end - 1}` });
      expect(status).toBe(206);
      expect(headers["content-range"]).toBe(`bytes ${start}-${end - 1}/${2 * MiB}`);
      expect(headers["content-length"]).toBe(String(end - start));
      expect(body.equals(bytes.subarray(start, end))).toBe(true);
    }
  });

  test("of several ranges come as multipart/byteranges, in the order asked for", async () => {
    const bytes = randomBytes(3 * MiB);
    const { url } = await server.serve(bytes);
    const { status, headers, body } = await get(url, { range: "bytes=-10, 0-9, 500-2000500" });
    expect(status).toBe(206);
    expect(headers["content-range"]).toBeUndefined();
    expect(headers["content-length"]).toBe(String(body.length));
    const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(
      headers["content-type"] ?? "",
    )?.[1];
    const part = (first: number, last: number) =>
      Buffer.concat([
        Buffer.from(`\r\n--${boundary}\r\nContent-Type: audio/wav\r\n`),
        Buffer.from(`Content-Range: bytes ${first}-${last}/${3 * MiB}\r\n\r\n`),
        bytes.subarray(first, last + 1),
      ]);
    const expected = [part(3 * MiB - 10, 3 * MiB - 1), part(0, 9), part(500, 2_000_500)];
    expect(body.equals(Buffer.concat([...expected, Buffer.from(`\r\n--${boundary}--\r\n`)]))).toBe(
      true,
    );
  });

  test("that can't be satisfied are 416 with the size, in words too", async () => {
    const { served, url } = await server.serve(randomBytes(1_000));
    const { status, headers, body } = await get(url, { range: "bytes=1000-" });
    expect(status).toBe(416);
    expect(headers["content-range"]).toBe("bytes */1000");
    expect(JSON.parse(body.toString()).error.code).toBe("range_not_satisfiable");
    expect(served.reads).toBe(0);
  });

  test("are not sent to a client that has another version: it gets the whole", async () => {
    const { url } = await server.serve(randomBytes(1_000));
    expect((await get(url, { range: "bytes=5-", "if-range": '"abc"' })).status).toBe(206);
    const other = await get(url, { range: "bytes=5-", "if-range": '"abd"' });
    expect(other.status).toBe(200);
    expect(other.body.length).toBe(1_000);
  });

  test("nothing is sent to a client that has it, or that wants something else", async () => {
    const { served, url } = await server.serve(randomBytes(1_000));
    const known = await get(url, { "if-none-match": '"abc"', range: "bytes=5000-" });
    expect(known.status).toBe(304);
    expect(known.headers.etag).toBe('"abc"');
    expect(known.body.length).toBe(0);
    const foreign = await get(url, { "if-match": '"abd"' });
    expect(foreign.status).toBe(412);
    expect(JSON.parse(foreign.body.toString()).error.code).toBe("precondition_failed");
    expect(served.reads).toBe(0);
  });
});

describe("when the store has not what the record says", () => {
  test.each(["GET", "HEAD"])("%s of a missing object is refused in words", async (method) => {
    const { served, url } = await server.serve(randomBytes(1_000));
    await rm(served.file);
    const { status, body } = await get(url, {}, method);
    expect(status).toBe(503);
    if (method === "GET") expect(JSON.parse(body.toString()).error.code).toBe("file_unavailable");
    expect(log).toHaveBeenCalledWith("storage: a.wav is missing");
  });

  test("so is one of another size", async () => {
    const { url } = await server.serve(randomBytes(1_000), { recorded: 1_001 });
    expect((await get(url)).status).toBe(503);
    expect(log).toHaveBeenCalledWith("storage: a.wav has 1000 bytes, not the 1001 of its record");
  });

  test("one that shrinks while it is sent ends in a cut, not in a short file", async () => {
    const { served, url } = await server.serve(randomBytes(40 * MiB));
    const answer = await request(url);
    await untilStalled(served);
    await truncate(served.file, 39 * MiB);
    await expect(buffer(answer)).rejects.toThrow("aborted");
    expect(answer.complete).toBe(false);
  });
});
