import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { sendFile } from "./send";

const folder = mkdtempSync(path.join(tmpdir(), "turnover-deliver-"));
const server = createServer((_, response) => {
  response.writeHead(404, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { code: "not_found", message: "title: none has it." } }));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Nothing but zeros, which take no room. */
function file(bytes: number): string {
  const name = path.join(folder, `${bytes}.txt`);
  writeFileSync(name, "");
  truncateSync(name, bytes);
  return name;
}

const send = (bytes: number, url: string) =>
  sendFile(
    file(bytes),
    { title: "TTL-none", assetType: "list" },
    { url, token: "trn_x", memory: path.join(folder, "memory.json") },
    () => {},
  );

test.each([100, 100_000_001])(
  "a refusal of %i bytes is told in the server's words",
  async (bytes) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(send(bytes, `http://127.0.0.1:${port}`)).rejects.toThrow(/^title: none has it\.$/);
    await new Promise((resolve) => server.close(resolve));
  },
);

test("where nobody answers, the address is named", async () => {
  await expect(send(100, "http://127.0.0.1:9")).rejects.toThrow(
    /^The server at http:\/\/127\.0\.0\.1:9 can't be reached \(ECONNREFUSED\)\.$/,
  );
});
