import { createHash } from "node:crypto";
import path from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import xxhash from "xxhash-wasm";
import { c4Id } from "./c4";
import { directoryHashes } from "./directory-hashes";
import { type Hashing, manifestPath, mhlHistory } from "./mhl";
import { safePaths } from "./names";
import { need, run } from "./testing/programs";

const createdAt = new Date("2026-11-22T14:03:05.678Z");
const about = {
  root: "Northlight 2026-11-22",
  createdAt,
  hostname: "turnover.example",
  tool: { name: "Turnover", version: "0.1.0" },
};
beforeAll(() => {
  need("xmllint", "libxml2-utils");
  need("python3", "python3");
});

/** Files with their hashes, from their contents. */
async function hashed(contents: Record<string, string>) {
  const { h64ToString } = await xxhash();
  return Object.entries(contents).map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    modifiedAt: new Date("2026-10-01T08:00:00.999Z"),
    md5: createHash("md5").update(text).digest("hex"),
    xxh64: h64ToString(text).padStart(16, "0"),
  }));
}

function validate(schema: string, content: Buffer) {
  const rules = path.join(import.meta.dirname, "testdata", schema);
  run("xmllint", ["--noout", "--relaxng", rules, "-"], { input: content.toString() });
}

describe("a C4 ID", () => {
  // Published with the C4 framework and with the c4id package, for "" and "alfa".
  test.each([
    [
      "",
      "c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT",
    ],
    [
      "alfa",
      "c43zYcLni5LF9rR4Lg4B8h3Jp8SBwjcnyyeh4bc6gTPHndKuKdjUWx1kJPYhZxYt3zV6tQXpDs2shPsPYjgG81wZM1",
    ],
  ])("of %j is the published one", (text, id) => {
    expect(c4Id(Buffer.from(text))).toBe(id);
  });

  test("has 90 characters, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(c4Id(bytes)).toMatch(/^c4[1-9A-HJ-NP-Za-km-z]{88}$/);
      }),
    );
  });
});

describe("directory hashes", () => {
  // The figures stand in the reference implementation's own tests (tests/test_create.py).
  test("are those of the reference implementation", async () => {
    const files = { "Stuff.txt": "stuff\n", "A/A1.txt": "A1\n" };
    const [a, root] = await directoryHashes(await hashed(files));
    expect(a).toMatchObject({ path: "A", content: "d3904ee76bba3d2a" });
    expect(root).toMatchObject({ path: ".", content: "ca56d22f064fdf1b" });
  });

  test("are the same in whatever order the files come", async () => {
    const files = await hashed({ "A/AA/AA1.txt": "AA1\n", "A/A2.txt": "A2\n", "A/A1.txt": "A1\n" });
    for (const order of [files, files.toReversed()])
      expect(await directoryHashes(order)).toContainEqual(
        expect.objectContaining({ path: "A", content: "cc195301a14023a9" }),
      );
    expect((await directoryHashes(files)).at(-1)).toEqual(
      (await directoryHashes(files.toReversed())).at(-1),
    );
  });

  test("tell a rename by the structure alone", async () => {
    const [before] = await directoryHashes(await hashed({ "B/B1.txt": "B1\n" }));
    const [after] = await directoryHashes(await hashed({ "B/B2.txt": "B1\n" }));
    const content = "aab0eba57cd1aca9";
    expect(before).toEqual({ path: "B", content, structure: "fac2a2ceb0fa0c0b" });
    expect(after).toEqual({ path: "B", content, structure: "7ae620e883160eb3" });
  });
});

describe("a history", () => {
  test("is valid, whatever the files are called", async () => {
    const names = fc.array(
      fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }),
      {
        minLength: 1,
        maxLength: 100,
      },
    );
    await fc.assert(
      fc.asyncProperty(names, async (wanted) => {
        const paths = safePaths(wanted);
        const files = await hashed(Object.fromEntries(paths.map((path) => [path, path])));
        const { manifest, chain } = await mhlHistory({ ...about, files });
        validate("asc-mhl.rng", manifest.content);
        validate("asc-mhl-chain.rng", chain.content);
        expect(listed(manifest.content).files.map(({ path }) => path)).toEqual(paths);
      }),
      { numRuns: 3 },
    );
  });

  test("lists each file with size, dates and hashes, xxh64 first", async () => {
    const files = await hashed({ "T & <Co>/a.wav": "sound", "Read me.txt": "" });
    const { manifest } = await mhlHistory({ ...about, files });
    const text = manifest.content.toString();
    const date = "2026-10-01T08:00:00Z";
    expect(text).toContain(`    <hash>
      <path size="5" lastmodificationdate="${date}">T &#38; &#60;Co&#62;/a.wav</path>
      <xxh64 action="original" hashdate="${date}">${files[0]?.xxh64}</xxh64>
      <md5 action="original" hashdate="${date}">${files[0]?.md5}</md5>
    </hash>
`);
    expect(text).toContain("<creationdate>2026-11-22T14:03:05Z</creationdate>");
    expect(text).toContain('<tool version="0.1.0">Turnover</tool>');
    expect(text).toContain("<process>transfer</process>");
  });

  test("names its manifest and its C4 ID in the chain file", async () => {
    const { manifest, chain } = await mhlHistory({ ...about, files: await hashed({ a: "a" }) });
    expect(manifest.path).toBe("ascmhl/0001_Northlight 2026-11-22_2026-11-22_140305Z.mhl");
    expect(manifestPath(about)).toBe(manifest.path);
    expect(chain.path).toBe("ascmhl/ascmhl_chain.xml");
    expect(chain.content.toString()).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">
  <hashlist sequencenr="1">
    <path>0001_Northlight 2026-11-22_2026-11-22_140305Z.mhl</path>
    <c4>${c4Id(manifest.content)}</c4>
  </hashlist>
</ascmhldirectory>
`);
  });

  test("is the same each time", async () => {
    const files = await hashed({ "a/b": "1", "a/c": "2" });
    expect(await mhlHistory({ ...about, files })).toEqual(await mhlHistory({ ...about, files }));
  });

  test("finds, by the reference implementation's rules, what was altered, renamed, lost or added", async () => {
    const contents = {
      "Film/a.mov": "picture",
      "Film/Sound/b.wav": "sound",
      "Read me.txt": "read",
    };
    const files = await hashed(contents);
    expect(await complaints(files, contents)).toEqual([]);
    expect(await complaints(files, { ...contents, "Film/a.mov": "Picture" })).toEqual([
      "altered: Film/a.mov",
      "content of folder: Film",
      "content of folder: .",
      "structure of folder: Film",
      "structure of folder: .",
    ]);
    expect(await complaints(files, { ...contents, "Film/new": "" })).toEqual([
      "new: Film/new",
      "content of folder: Film",
      "content of folder: .",
      "structure of folder: Film",
      "structure of folder: .",
    ]);
    const { "Film/a.mov": picture, ...others } = contents;
    expect(await complaints(files, { ...others, "Film/A.mov": picture })).toEqual([
      "new: Film/A.mov",
      "missing: Film/a.mov",
      "structure of folder: Film",
      "structure of folder: .",
    ]);
  });

  test("refuses a text that XML can't hold, and a root that makes too long a name", async () => {
    const files = await hashed({ "bell\x07": "" });
    await expect(mhlHistory({ ...about, files })).rejects.toThrow(RangeError);
    const root = "r".repeat(230);
    await expect(mhlHistory({ ...about, root, files: [] })).rejects.toThrow(RangeError);
  });
});

/**
 * What `ascmhl verify` and `ascmhl verify --directory_hash` would complain of, by their rules: each file is
 * hashed and compared with its first original hash, files that are not listed and listed ones that are not
 * there are errors, and so are folders whose hashes, reckoned anew, differ from those in the manifest.
 */
async function complaints(files: Hashing["files"], onDisk: Record<string, string>) {
  const { manifest } = await mhlHistory({ ...about, files });
  const list = listed(manifest.content);
  const found = await hashed(onDisk);
  const folders = await directoryHashes(found);
  return [
    ...found.flatMap(({ path, xxh64 }) => {
      const entry = list.files.find((file) => file.path === path);
      if (!entry) return [`new: ${path}`];
      return entry.hash === xxh64 && entry.format === "xxh64" ? [] : [`altered: ${path}`];
    }),
    ...list.files
      .filter(({ path }) => !found.some((file) => file.path === path))
      .map(({ path }) => `missing: ${path}`),
    ...folders
      .filter(({ path, content }) => list.folders[path]?.content !== content)
      .map(({ path }) => `content of folder: ${path}`),
    ...folders
      .filter(({ path, structure }) => list.folders[path]?.structure !== structure)
      .map(({ path }) => `structure of folder: ${path}`),
  ];
}

/** The manifest as another parser reads it: the first original hash of each file, both hashes of each folder. */
function listed(manifest: Buffer): {
  files: { path: string; format: string; hash: string }[];
  folders: Record<string, { content: string; structure: string }>;
} {
  const script = `
import json, sys
import xml.etree.ElementTree as tree
ns = "{urn:ASC:MHL:v2.0}"
root = tree.fromstring(sys.stdin.buffer.read())
files = []
for hash in root.iter(ns + "hash"):
    first = next(h for h in hash if h.get("action") == "original")
    files.append({"path": hash.find(ns + "path").text, "format": first.tag[len(ns):], "hash": first.text})
both = lambda of: {part: of.find(f"{ns}{part}/{ns}xxh64").text for part in ("content", "structure")}
folders = {d.find(ns + "path").text: both(d) for d in root.iter(ns + "directoryhash")}
folders["."] = both(root.find(f".//{ns}roothash"))
print(json.dumps({"files": files, "folders": folders}))`;
  return JSON.parse(run("python3", ["-c", script], { input: manifest.toString() }));
}
