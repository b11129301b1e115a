import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { addMaterials, type MaterialsWorld } from "./support/materials";
import { people, Session, signedInAs } from "./support/session";

// Whatever comes in: a right status, an error that names the field, no 500, nothing in the database.

const baseUrl = inject("baseUrl");
const database = new pg.Client(inject("databaseUrl"));
let ada: Session;
/** Whose downloads nobody else records meanwhile. */
let mixer: Session;
let world: MaterialsWorld;
let references: string[];

beforeAll(async () => {
  await database.connect();
  ada = await signedInAs(baseUrl, people.ada);
  world = await addMaterials([{ type: "sound", fileName: "mix.wav" }]);
  mixer = await signedInAs(baseUrl, world.email);
  type List = { sourceRequests: { reference: string; available: number }[] };
  const { sourceRequests } = await ada.json<List>("/api/source-requests?pageSize=200");
  references = sourceRequests
    .filter(({ available }) => available > 0)
    .map(({ reference }) => reference);
});
afterAll(() => Promise.all([database.end(), world.close()]));

const recorded = async () => {
  const { rows } = await database.query(
    `select (select count(*) from downloads where user_id = users.id) as downloads,
       (select count(*) from selections where user_id = users.id) as selections
     from users where email = $1`,
    [world.email],
  );
  return rows[0];
};

const manyIds = Array.from(
  { length: 10_000 },
  (_, i) => `01900000-0000-7000-8000-${String(i).padStart(12, "0")}`,
);

describe("bodies", () => {
  test.each([
    ["/api/downloads", { materialIds: ["not an id"] }, 400, /materialIds\.0: /],
    ["/api/downloads", { materialIds: [] }, 400, /materialIds: /],
    [
      "/api/downloads",
      { materialIds: "01900000-0000-7000-8000-000000000000" },
      400,
      /materialIds: /,
    ],
    ["/api/downloads", {}, 400, /materialIds: /],
    ["/api/downloads", [], 400, /./],
    ["/api/downloads", null, 400, /./],
    ["/api/downloads", { materialIds: manyIds }, 404, /nothing here that you can see/],
    [
      "/api/downloads",
      { materialIds: [...manyIds, "01900000-0000-7000-8000-000000999999"] },
      400,
      /materialIds: /,
    ],
    ["/api/selections", { requests: [] }, 400, /requests: is empty/],
    ["/api/selections", { requests: ["SR-000000"] }, 404, /nothing here/],
    [
      "/api/selections",
      { requests: Array.from({ length: 1001 }, (_, i) => `SR-${i}`) },
      400,
      /more than 1,000/,
    ],
    ["/api/selections", { requests: [7] }, 400, /requests\.0: /],
    ["/api/selections", { requests: ["'; drop table users; --"] }, 404, /nothing here/],
  ])("%s refuses %j with %i", async (path, body, status, message) => {
    const before = await recorded();
    const answer = await mixer.postJson(path, body);
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toMatch(message);
    expect(await recorded()).toEqual(before);
  });

  test.each([
    ["text/plain", "{}", 415],
    ["application/x-www-form-urlencoded", "materialIds=1", 415],
    ["application/json", "{", 400],
    ["application/json", "", 400],
    ["application/json", `{"materialIds":["${"x".repeat(2 ** 20)}"]}`, 413],
  ])("of type %s that are wrong are refused with %s…: %i", async (type, body, status) => {
    const answer = await ada.fetch("/api/downloads", {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    expect(answer.status).toBe(status);
  });

  test("from another site are refused", async () => {
    const headers = { "content-type": "application/json", origin: "https://evil.example" };
    const body = JSON.stringify({ materialIds: manyIds.slice(0, 1) });
    const answer = await ada.fetch("/api/downloads", { method: "POST", headers, body });
    expect(answer.status).toBe(403);
  });
});

describe("addresses", () => {
  test.each([
    ["/api/materials", 400, "request: "],
    ["/api/materials?request=", 400, "request"],
    ["/api/materials?request=SR-000000", 404, "nothing here"],
    ["/api/materials?selection=7", 400, "selection: "],
    ["/api/materials?selection=01900000-0000-7000-8000-000000000000", 404, "nothing here"],
    [
      `/api/materials?${Array.from({ length: 51 }, (_, i) => `request=SR-${i}`).join("&")}`,
      400,
      "request: names more than 50",
    ],
    ["/api/materials/changes?request=SR-1&since=0000-06-01T00:00:00Z", 400, "since: "],
    ["/api/materials/changes?request=SR-1&since=yesterday", 400, "since: "],
    ["/api/downloads/changed?request=%00", 400, "request"],
    ["/api/source-requests?page=0", 400, "page: "],
    ["/api/source-requests?page=x", 400, "page: "],
    ["/api/source-requests?page=1e9", 400, "page: "],
    ["/api/source-requests?pageSize=201", 400, "pageSize: "],
    ["/api/source-requests?bucket=soon", 400, "bucket"],
    ["/api/source-requests?status=open&status=lost", 400, "status"],
    ["/api/source-requests?sort=password", 400, "sort: "],
    [`/api/source-requests?q=${"a".repeat(201)}`, 400, "q: "],
  ])("%s answers %i", async (path, status, words) => {
    const answer = await ada.fetch(path);
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toContain(words);
  });

  test("a request named twice counts once", async () => {
    const [reference] = references;
    const once = await ada.json<{ materials: unknown[] }>(`/api/materials?request=${reference}`);
    const twice = await ada.json(`/api/materials?request=${reference}&request=${reference}`);
    expect(once.materials.length).toBeGreaterThan(0);
    expect(twice).toEqual(once);
  });

  test.each(["' or 1=1 --", "%", "_", "\\", "<script>alert(1)</script>", "\u0000", "😀", "\ufffd"])(
    "a search for %j finds what it says, as text",
    async (q) => {
      const answer = await ada.fetch(`/api/source-requests?q=${encodeURIComponent(q)}`);
      expect(answer.status).toBe(q === "\u0000" ? 400 : 200);
      if (answer.ok) expect(await answer.json()).toEqual({ sourceRequests: [], total: 0 });
      const page = await ada.fetch(`/source-requests?q=${encodeURIComponent(q)}`);
      expect(page.status).toBe(200);
      expect(await page.text()).not.toContain("<script>alert(1)");
    },
  );
});

describe("methods and headers", () => {
  test.each([
    ["POST", "/api/source-requests"],
    ["DELETE", "/api/materials"],
    ["GET", "/api/downloads/x"],
    ["PUT", "/api/downloads"],
    ["PATCH", "/api/selections"],
  ])("%s %s is refused", async (method, path) => {
    const answer = await ada.fetch(path, { method });
    expect([404, 405]).toContain(answer.status);
  });

  test("more cookies than a browser keeps are refused", async () => {
    // No more than the server reads at once: who still writes when it closes hears of no answer.
    const answer = await fetch(`${baseUrl}/api/source-requests`, {
      headers: { cookie: `a=${"b".repeat(2 ** 15)}` },
    });
    expect(answer.status).toBe(431);
  });

  test("a session that nobody signed is no session", async () => {
    const headers = { cookie: "next-auth.session-token=eyJhbGciOiJub25lIn0.e30." };
    const answer = await new Session(baseUrl).fetch("/api/source-requests", { headers });
    expect(answer.status).toBe(401);
  });
});

describe("ranges", () => {
  test.each([
    ["bytes=9-0,-", 200],
    ["bytes=-", 200],
    ["bytes=0-0", 206],
    ["bytes=99999999999999999999-", 416],
    ["lines=1-2", 200],
  ])("%s is answered with %i", async (range, status) => {
    const query = references
      .slice(0, 50)
      .map((reference) => `request=${reference}`)
      .join("&");
    type Materials = { materials: { id: string; availability: string }[] };
    const { materials } = await ada.json<Materials>(`/api/materials?${query}`);
    const id = materials.find(({ availability }) => availability === "available")?.id;
    const started = await ada.postJson("/api/downloads", { materialIds: [id] });
    const { files } = (await started.json()) as { files: { url: string }[] };
    const answer = await fetch(files[0]?.url ?? "", { headers: { range } });
    expect(answer.status).toBe(status);
    await answer.body?.cancel();
  });
});
