import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { s3Store } from "./s3";

describe("a store on S3 that drops connections", () => {
  const bytes = randomBytes(300_000);

  test("is read on from where it stopped", async () => {
    const { store, ranges, stop } = await startDroppingS3(bytes, 100_000);
    const object = await store.open("dropped");
    const buffer = Buffer.alloc(bytes.length);
    expect(await object?.read(buffer, 0)).toBe(bytes.length);
    expect(buffer.equals(bytes)).toBe(true);
    expect(ranges).toEqual([0, 100_000, 200_000].map((from) => `bytes=${from}-299999`));
    await object?.close();
    await stop();
  });

  test("fails the read when it gets nowhere", async () => {
    const { store, ranges, stop } = await startDroppingS3(bytes, 0);
    const object = await store.open("dropped");
    await expect(object?.read(Buffer.alloc(1_000), 0)).rejects.toThrow();
    expect(new Set(ranges)).toEqual(new Set(["bytes=0-299999"]));
    await object?.close();
    await stop();
  });
});

/** Sends at most `limit` bytes of the object on each connection, then drops it. */
async function startDroppingS3(bytes: Buffer, limit: number) {
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === "HEAD") {
      response.writeHead(200, { "content-length": bytes.length }).end();
      return;
    }
    const range = request.headers.range ?? "";
    ranges.push(range);
    const from = Number(/\d+/.exec(range)?.[0]);
    const rest = bytes.subarray(from);
    response.writeHead(206, { "content-length": rest.length });
    response.flushHeaders();
    if (rest.length <= limit) response.end(rest);
    else response.write(rest.subarray(0, limit), () => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const settings = {
    bucket: "turnover",
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "anyone", secretAccessKey: "anything" },
    forcePathStyle: true,
  };
  return {
    store: s3Store(settings),
    ranges,
    stop: closer(server),
  };
}

const closer = (server: Server) => async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
};
