import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { safeName } from "./names";
import { aria2cLine, curlLine, receiptsLine, receiptsScript, urlList } from "./shell-lines";
import { run } from "./testing/programs";

const url = "https://turnover.example/f/0199?key=a&expires=1&signature=x_-";
const md5 = "d41d8cd98f00b204e9800998ecf8427e";

test("plain words stay plain, others are quoted", () => {
  expect(curlLine({ url, fileName: "it's a mix.wav" })).toBe(
    `curl --fail --location --globoff --continue-at - --output './it'\\''s a mix.wav' '${url}'`,
  );
  expect(aria2cLine({ url: "https://host.example/a", fileName: "a.mov", md5 })).toBe(
    "aria2c --continue=true --auto-file-renaming=false --max-connection-per-server=8 --split=8 " +
      `--min-split-size=1M --checksum=md5=${md5} --out=a.mov https://host.example/a`,
  );
  expect(aria2cLine({ url: "https://host.example/a", fileName: "a.mov" })).not.toContain(
    "checksum",
  );
});

test("a shell passes on any file name and any URL as they are", () => {
  const text = fc
    .oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc
        .array(
          fc.constantFrom("'", '"', "\\", "$HOME", "`id`", "!", "\n", " ", "-", "*", "~", "#", "&"),
          {
            minLength: 1,
          },
        )
        .map((parts) => parts.join("")),
    )
    .filter((word) => !word.includes("\0"));
  fc.assert(
    fc.property(text, text, (fileName, url) => {
      // Functions in the programs' places, which print the words that reach them.
      const script = [
        "curl() { printf '%s\\0' \"$@\"; }; aria2c() { printf '%s\\0' \"$@\"; }",
        curlLine({ url, fileName }),
        aria2cLine({ url, fileName, md5 }),
      ].join("\n");
      const words = run("sh", ["-c", script]).split("\0").slice(0, -1);
      const curl = words.slice(0, 8);
      const aria2c = words.slice(8);
      expect(curl.slice(-2)).toEqual([`./${fileName}`, url]);
      expect(aria2c.slice(-3)).toEqual([`--checksum=md5=${md5}`, `--out=${fileName}`, url]);
    }),
  );
});

test("receipts say which file and what was answered, and fail where one is not verified", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "receipts-"));
  await writeFile(path.join(folder, "it's right.wav"), "right");
  await writeFile(path.join(folder, "wrong.wav"), "wrong");
  const { port, close } = await answering((body) =>
    body === `{"md5":"${createHash("md5").update("right").digest("hex")}"}`
      ? '{"state":"verified"}'
      : '{"error":"It arrived otherwise."}',
  );
  const receipts = (...names: string[]) => {
    const script = receiptsScript(
      names.map((path) => ({ path, url: `http://127.0.0.1:${port}/` })),
    );
    return promisify(execFile)("sh", ["-c", script], { cwd: folder }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stdout }) => ({ code, said: stdout }),
    );
  };
  const right = './it\'s right.wav: {"state":"verified"}\n';
  expect(await receipts("it's right.wav")).toEqual({ code: 0, said: right });
  expect(await receipts("wrong.wav", "it's right.wav", "gone.wav")).toEqual({
    code: 1,
    said: `./wrong.wav: {"error":"It arrived otherwise."}\n${right}./gone.wav: is not here\n`,
  });
  close();
});

test("the line that runs receipts fails where their URL does, or a part of them only has come", async () => {
  const script = receiptsScript([{ path: "a.wav", url }]);
  const sh = promisify(execFile);
  const { port, close } = await answering(() => script);
  const line = receiptsLine(`http://127.0.0.1:${port}/`);
  close();
  await expect(sh("sh", ["-c", line])).rejects.toMatchObject({ code: 1 });
  for (const length of [1, 40, script.length - 3])
    await expect(sh("sh", ["-c", script.slice(0, length)])).rejects.toThrow();
});

/** A server that answers what it is sent. */
async function answering(answer: (body: string) => string) {
  const server = http.createServer(async (request, response) => {
    response.end(answer(await text(request)));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test("a word with NUL is refused; no safe name has one", () => {
  expect(() => curlLine({ url, fileName: "a\0b" })).toThrow(RangeError);
  expect(() => curlLine({ url, fileName: safeName("a\0b") })).not.toThrow();
});

test("a list has one URL a line", () => {
  expect(urlList(["https://a.example/", "https://b.example/"])).toBe(
    "https://a.example/\nhttps://b.example/\n",
  );
  expect(urlList([])).toBe("");
});
