import { beforeAll, describe, expect, inject, test } from "vitest";
import { people, signedInAs } from "./support/session";

// Later versions of Next take Content-Length away from what a route answers, and with it progress bars,
// resuming and the proof that a file is whole: this must hold on the server that people run.
describe("the headers of a file, as the running server sends them", () => {
  let url: string;
  let bytes: number;
  let md5: string;
  beforeAll(async () => {
    const ada = await signedInAs(inject("baseUrl"), people.ada);
    const { sourceRequests } = await ada.json<{
      sourceRequests: { reference: string; available: number }[];
    }>("/api/source-requests?pageSize=200");
    const request = sourceRequests.find(({ available }) => available > 0);
    const { materials } = await ada.json<{ materials: { id: string; availability: string }[] }>(
      `/api/materials?request=${request?.reference}`,
    );
    const material = materials.find(({ availability }) => availability === "available");
    const answer = await ada.postJson("/api/downloads", { materialIds: [material?.id] });
    type Started = { files: { url: string; bytes: number; md5: string }[] };
    const [file] = ((await answer.json()) as Started).files;
    if (!file) throw new Error("there is nothing to take");
    url = file.url;
    bytes = file.bytes;
    md5 = file.md5;
  });

  test.each<[method: string, headers: Record<string, string>, status: number, length?: number]>([
    ["GET", {}, 200],
    ["HEAD", {}, 200],
    ["HEAD", { range: "bytes=5-9" }, 200],
    ["GET", { range: "bytes=5-9" }, 206, 5],
    ["GET", { range: "bytes=-7" }, 206, 7],
  ])("%s %j has its exact length", async (method, headers, status, length = bytes) => {
    const answer = await fetch(url, { method, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-length")).toBe(String(length));
    expect(answer.headers.get("etag")).toBe(`"${md5}"`);
    expect(answer.headers.get("accept-ranges")).toBe("bytes");
    expect((await answer.arrayBuffer()).byteLength).toBe(method === "HEAD" ? 0 : length);
  });

  test("several ranges have one too", async () => {
    const answer = await fetch(url, { headers: { range: "bytes=0-0,-1" } });
    const body = await answer.arrayBuffer();
    expect(answer.headers.get("content-length")).toBe(String(body.byteLength));
    expect(answer.headers.get("content-type")).toMatch(/^multipart\/byteranges; boundary=/);
  });

  test("nothing on the way may keep it, change it or hold it back", async () => {
    const { headers } = await fetch(url, { headers: { "accept-encoding": "gzip, br" } });
    expect(headers.get("content-encoding")).toBeNull();
    expect(headers.get("cache-control")).toBe("private, no-transform");
    expect(headers.get("x-accel-buffering")).toBe("no");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each(["POST", "PUT", "DELETE"])("%s is 405", async (method) => {
    expect((await fetch(url, { method })).status).toBe(405);
  });
});
