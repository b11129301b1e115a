import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metalink } from "./metalink";
import { safePaths } from "./names";
import { installed, need, run } from "./testing/programs";

const about = { generator: "Turnover/0.1.0", publishedAt: new Date("2026-11-22T14:03:05.678Z") };
const md5 = "d41d8cd98f00b204e9800998ecf8427e";
let folder: string;
beforeAll(() => {
  need("xmllint", "libxml2-utils");
  folder = mkdtempSync(join(tmpdir(), "turnover-metalink-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a Metalink holds name, size, hash and place of each file", () => {
  const files = [
    { path: "Film/a & b.mov", bytes: 5_000_000_000, md5, url: "https://host.example/f?a=1&b=2" },
  ];
  expect(metalink({ ...about, files })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<metalink xmlns="urn:ietf:params:xml:ns:metalink">
  <generator>Turnover/0.1.0</generator>
  <published>2026-11-22T14:03:05.678Z</published>
  <file name="Film/a + b.mov">
    <size>5000000000</size>
    <hash type="md5">${md5}</hash>
    <url>https://host.example/f?a=1&#38;b=2</url>
  </file>
</metalink>
`);
});

test("a Metalink is as RFC 5854 wants it, whatever the files are called", () => {
  const schema = join(import.meta.dirname, "testdata/metalink4.rng");
  const names = fc.array(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 100,
  });
  fc.assert(
    fc.property(names, fc.webUrl({ withQueryParameters: true }), (wanted, url) => {
      const files = safePaths(wanted).map((path) => ({ path, bytes: 0, md5, url }));
      run("xmllint", ["--noout", "--relaxng", schema, "-"], {
        input: metalink({ ...about, files }),
      });
    }),
    { numRuns: 5 },
  );
});

test("files that differ in an ampersand alone stay apart", () => {
  const files = ["R & D/a", "R + D/a", "R & D/b"].map((path) => ({ path, bytes: 0, md5, url: "" }));
  const names = metalink({ ...about, files }).match(/(?<=name=").*(?=")/g);
  expect(names).toEqual(["R + D/a", "R + D/a (2)", "R + D/b"]);
});

describe.skipIf(!installed("aria2c"))("aria2c", () => {
  const path = "Größe & Co/日本語 'quoted' (1).mov";
  const content = "picture";
  const requested: string[] = [];
  const server = http.createServer((request, response) => {
    requested.push(request.url ?? "");
    response.setHeader("Content-Length", Buffer.byteLength(content)).end(content);
  });
  let url: string;
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/f?key=1&signature=2`;
  });
  afterAll(() => server.close());

  async function fetchBy(md5: string) {
    const files = [{ path, bytes: Buffer.byteLength(content), md5, url }];
    const into = mkdtempSync(join(folder, "aria2-"));
    writeFileSync(join(into, "bundle.meta4"), metalink({ ...about, files }));
    const words = ["--no-conf", "--quiet", `--dir=${into}`, join(into, "bundle.meta4")];
    await promisify(execFile)("aria2c", words);
    return readFileSync(join(into, path.replace("&", "+")), "utf8");
  }

  test("fetches the file under its name, and checks it", async () => {
    expect(await fetchBy(createHash("md5").update(content).digest("hex"))).toBe(content);
    expect(requested).toEqual(["/f?key=1&signature=2"]);
  });

  test("complains of a file whose hash is another", async () => {
    await expect(fetchBy(md5)).rejects.toThrow();
  });
});
