import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { keepPreview } from "./support/previews";
import { people, Session, signedInAs } from "./support/session";
import { callAction, listSurface } from "./support/surface";

// What each door answers to whom. A new page, route or action without a row here fails the first test.

type Asker = "nobody" | "another partner" | "the partner" | "an operator" | "a deactivated user";

/** A status, with the error's code behind it; `to sign in` is a redirect there. */
type Answer = string | number;

type Row = {
  ask: (as: Session, world: World) => Promise<Response>;
  answers: Record<Asker, Answer>;
};

type World = {
  reference: string;
  materialId: string;
  downloadId: string;
  md5: string;
  fileUrl: string;
  bundleId: string;
  bundleUrl: string;
  selectionId: string;
  previewId: string;
  /** Of a material whose file the page shows. */
  shownId: string;
};

const askers: Asker[] = [
  "nobody",
  "another partner",
  "the partner",
  "an operator",
  "a deactivated user",
];

const answers = (...all: [Answer, Answer, Answer, Answer, Answer]) =>
  Object.fromEntries(askers.map((asker, i) => [asker, all[i]])) as Record<Asker, Answer>;

const everyone = (answer: Answer) => answers(answer, answer, answer, answer, answer);
const signedIn = (answer: Answer, foreign = answer, operator = answer) =>
  answers("401 unauthenticated", foreign, answer, operator, "401 unauthenticated");
/** A HEAD's answer has no body to name the error. */
const signedInWithoutWords = (answer: Answer, foreign: Answer) =>
  answers(401, foreign, answer, answer, 401);
const pageFor = (answer: Answer, foreign = answer) =>
  answers("to sign in", foreign, answer, answer, "to sign in");

const operatorsOnly = (answer: Answer) =>
  answers(
    "401 unauthenticated",
    "403 operator_only",
    "403 operator_only",
    answer,
    "401 unauthenticated",
  );

/** What the signed link of a bundle leads to besides its zip. */
function paperOfBundle(name: string): Row {
  const ask = (as: Session, { bundleUrl }: World) =>
    as.fetch(bundleUrl.replace(/[^/]+\?/, `${name}?`));
  return { ask, answers: everyone(200) };
}

/** Of an upload that is not there. The answer to HEAD has no body to say the error's code. */
function upload(method: string): Row {
  const path = `/api/uploads/${"0".repeat(32)}`;
  const headers = { "tus-resumable": "1.0.0" };
  const bare = answers(401, 403, 403, 404, 401);
  return {
    ask: (as) => as.fetch(path, { method, headers }),
    answers: method === "HEAD" ? bare : operatorsOnly("404 not_found"),
  };
}

/** An operators' page: nobody else learns that it is there. */
const operatorsPage = (path: string): Row => ({
  ask: (as) => as.fetch(path),
  answers: answers("to sign in", 404, 404, 200, "to sign in"),
});

const nowhere = "01900000-0000-7000-8000-000000000000";

/** An operators' action, with an input that leads to nothing. */
const operatorsAction = (name: string, input: object, answer: Answer): [string, Row] => [
  `action ${name}`,
  {
    ask: (as) => callAction(as, name, input, "/operations"),
    answers: signedIn("404 not_found", "404 not_found", answer),
  },
];

const operations: Record<string, Row> = {
  ...Object.fromEntries(
    [
      ...["", "/source-requests", "/titles", "/catalogue", "/deliveries", "/qc", "/pools", "/jobs"],
      ...["/trace", "/activity", "/people", "/tokens"],
    ].map((path) => [`page /operations${path}`, operatorsPage(`/operations${path}`)]),
  ),
  "page /operations/source-requests/[reference]": {
    ask: (as, { reference }) => as.fetch(`/operations/source-requests/${reference}`),
    answers: answers("to sign in", 404, 404, 200, "to sign in"),
  },
  "GET /api/operations/activity": {
    ask: (as) => as.fetch("/api/operations/activity?from=2999-01-01"),
    answers: signedIn("404 not_found", "404 not_found", 200),
  },
  ...Object.fromEntries([
    operatorsAction("changeSourceRequestAction", { reference: "SR-none" }, "404 not_found"),
    operatorsAction("setUserActiveAction", { userId: nowhere, active: true }, "404 not_found"),
    operatorsAction("deactivatePartnerAction", { partnerId: nowhere }, "404 not_found"),
    operatorsAction("revokeApiTokenAction", { tokenId: nowhere }, "404 not_found"),
    operatorsAction("revokeDownloadAction", { downloadId: nowhere }, "404 not_found"),
    operatorsAction("reviewQcAction", { materialId: nowhere, outcome: "passed" }, "404 not_found"),
    operatorsAction("retryJobAction", { runId: nowhere }, "404 not_found"),
    operatorsAction("refillPoolAction", { versionId: nowhere, partnerId: nowhere }, "ok"),
    operatorsAction(
      "createSourceRequestAction",
      { partnerId: nowhere, title: "TTL-none", kind: "none", language: "de", dueOn: "2026-01-01" },
      "400 bad_request",
    ),
    operatorsAction(
      "createTitleAction",
      {
        kind: "season",
        name: "x",
        parent: "TTL-none",
        number: "1",
        originalLanguage: "en",
        frameRate: "24/1",
      },
      "400 bad_request",
    ),
    operatorsAction(
      "addUserAction",
      { name: "x", email: "x@x.example", partnerId: nowhere },
      "400 bad_request",
    ),
    operatorsAction("addPartnerAction", { name: "Northlight Dubbing" }, "400 bad_request"),
    operatorsAction("makeApiTokenAction", { name: "matrix", scopes: ["qc"] }, "ok"),
  ]),
};

const matrix: Record<string, Row> = {
  ...operations,
  "page /": { ask: (as) => as.fetch("/"), answers: everyone("to /source-requests") },
  "page /sign-in": {
    ask: (as) => as.fetch("/sign-in"),
    answers: answers(200, "to /source-requests", "to /source-requests", "to /source-requests", 200),
  },
  "page /help": { ask: (as) => as.fetch("/help"), answers: pageFor(200) },
  "page /source-requests": { ask: (as) => as.fetch("/source-requests"), answers: pageFor(200) },
  "page /source-requests/[reference]": {
    ask: (as, { reference }) => as.fetch(`/source-requests/${reference}`),
    answers: pageFor(200, 404),
  },
  "page /materials": {
    ask: (as, { reference }) => as.fetch(`/materials?request=${reference}`),
    answers: pageFor(200, 404),
  },
  // Open where mails go to the outbox; a production server has neither page (e2e/mail.test.ts).
  "page /dev/outbox": { ask: (as) => as.fetch("/dev/outbox"), answers: everyone(200) },
  "page /dev/outbox/[mailId]": {
    ask: (as, { materialId }) => as.fetch(`/dev/outbox/${materialId}`),
    answers: everyone(404),
  },
  "GET /api/auth/[...nextauth]": {
    ask: (as) => as.fetch("/api/auth/csrf"),
    answers: everyone(200),
  },
  "POST /api/auth/[...nextauth]": {
    // Without the CSRF token next-auth starts over: it does nothing.
    ask: (as) => as.fetch("/api/auth/callback/credentials", { method: "POST" }),
    answers: everyone(302),
  },
  "GET /api/health": { ask: (as) => as.fetch("/api/health"), answers: everyone(200) },
  // The jobs' engine signs with its key; nobody else has one.
  ...Object.fromEntries(
    ["GET", "POST", "PUT"].map((method) => [
      `${method} /api/inngest`,
      {
        ask: (as: Session) => as.fetch("/api/inngest", { method }),
        answers: everyone("401 unauthenticated"),
      },
    ]),
  ),
  "GET /api/source-requests": {
    ask: (as) => as.fetch("/api/source-requests"),
    answers: signedIn(200),
  },
  "GET /api/materials": {
    ask: (as, { reference }) => as.fetch(`/api/materials?request=${reference}`),
    answers: signedIn(200, "404 not_found"),
  },
  "GET /api/materials/changes": {
    ask: (as, { reference }) =>
      as.fetch(`/api/materials/changes?request=${reference}&since=2026-01-01T00:00:00Z`),
    answers: signedIn(200, "404 not_found"),
  },
  "POST /api/selections": {
    ask: (as, { reference }) => as.postJson("/api/selections", { requests: [reference] }),
    answers: signedIn(201, "404 not_found", "403 partner_only"),
  },
  "action keepSelectionAction": {
    ask: (as, { reference }) => callAction(as, "keepSelectionAction", { requests: [reference] }),
    answers: signedIn("ok", "404 not_found", "403 partner_only"),
  },
  "POST /api/downloads": {
    ask: (as, { materialId }) => as.postJson("/api/downloads", { materialIds: [materialId] }),
    answers: signedIn(201, "404 not_found", "403 partner_only"),
  },
  "action startDownloadsAction": {
    ask: (as, { materialId }) =>
      callAction(as, "startDownloadsAction", { materialIds: [materialId] }),
    answers: signedIn("ok", "404 not_found", "403 partner_only"),
  },
  "POST /api/deliveries": {
    ask: (as) => as.fetch("/api/deliveries", { method: "POST", body: "x" }),
    answers: operatorsOnly("400 bad_request"),
  },
  "POST /api/uploads": {
    ask: (as) =>
      as.fetch("/api/uploads", { method: "POST", headers: { "tus-resumable": "1.0.0" } }),
    answers: operatorsOnly(400),
  },
  "HEAD /api/uploads/[uploadId]": upload("HEAD"),
  "PATCH /api/uploads/[uploadId]": upload("PATCH"),
  "DELETE /api/uploads/[uploadId]": upload("DELETE"),
  "POST /api/qc": {
    ask: (as) => as.postJson("/api/qc", {}),
    answers: operatorsOnly("400 bad_request"),
  },
  "GET /api/downloads": {
    ask: (as) => as.fetch("/api/downloads"),
    answers: signedIn(200, 200, "403 partner_only"),
  },
  "GET /api/downloads/changed": {
    ask: (as) => as.fetch("/api/downloads/changed"),
    answers: signedIn(200, 200, "403 partner_only"),
  },
  "GET /api/proxies": {
    ask: (as) => as.fetch("/api/proxies"),
    answers: signedIn(200, 200, "403 partner_only"),
  },
  // The material is of a type that is sent as delivered: who sees it is told so.
  "POST /api/proxies": {
    ask: (as, { materialId }) => as.postJson("/api/proxies", { materialId }),
    answers: signedIn("400 bad_request", "404 not_found", "403 partner_only"),
  },
  "action requestProxyAction": {
    ask: (as, { materialId }) => callAction(as, "requestProxyAction", { materialId }),
    answers: signedIn("400 bad_request", "404 not_found", "403 partner_only"),
  },
  "action cancelProxyAction": {
    ask: (as, { materialId }) => callAction(as, "cancelProxyAction", { materialId }),
    answers: signedIn("400 bad_request", "404 not_found", "403 partner_only"),
  },
  "POST /api/downloads/[downloadId]/receipt": {
    ask: (as, { downloadId, md5 }) => as.postJson(`/api/downloads/${downloadId}/receipt`, { md5 }),
    answers: signedIn(200, "404 not_found", "403 partner_only"),
  },
  "GET /api/materials/[materialId]/downloads": {
    ask: (as, { materialId }) => as.fetch(`/api/materials/${materialId}/downloads`),
    answers: signedIn(200, "404 not_found"),
  },
  "GET /api/materials/[materialId]/downloads/csv": {
    ask: (as, { materialId }) => as.fetch(`/api/materials/${materialId}/downloads/csv`),
    answers: signedIn(200, "404 not_found"),
  },
  "GET /api/materials/[materialId]": {
    ask: (as, { materialId }) => as.fetch(`/api/materials/${materialId}`),
    answers: signedIn(200, "404 not_found"),
  },
  "GET /api/materials/[materialId]/versions": {
    ask: (as, { materialId }) => as.fetch(`/api/materials/${materialId}/versions`),
    answers: signedIn(200, "404 not_found"),
  },
  "GET /api/materials/[materialId]/content": {
    ask: (as, { shownId }) => as.fetch(`/api/materials/${shownId}/content`),
    answers: signedIn(200, "404 not_found"),
  },
  "HEAD /api/materials/[materialId]/content": {
    ask: (as, { shownId }) => as.fetch(`/api/materials/${shownId}/content`, { method: "HEAD" }),
    answers: signedInWithoutWords(200, 404),
  },
  "GET /api/materials/[materialId]/preview": {
    ask: (as, { materialId }) => as.fetch(`/api/materials/${materialId}/preview`),
    answers: signedIn(200, "404 not_found"),
  },
  "POST /api/materials/[materialId]/preview": {
    ask: (as, { materialId }) => as.postJson(`/api/materials/${materialId}/preview`, {}),
    answers: signedIn(202, "404 not_found"),
  },
  "GET /api/previews/[previewId]/[file]": {
    ask: (as, { previewId }) => as.fetch(`/api/previews/${previewId}/master.m3u8`),
    answers: signedIn(200, "404 not_found"),
  },
  "HEAD /api/previews/[previewId]/[file]": {
    ask: (as, { previewId }) =>
      as.fetch(`/api/previews/${previewId}/master.m3u8`, { method: "HEAD" }),
    answers: signedInWithoutWords(200, 404),
  },
  "POST /api/bundles/[bundleId]/links": {
    ask: (as, { bundleId }) => as.postJson(`/api/bundles/${bundleId}/links`, {}),
    answers: signedIn(200, "404 not_found", "403 partner_only"),
  },
  "action renewLinksAction": {
    ask: (as, { bundleId }) => callAction(as, "renewLinksAction", { bundleId }),
    answers: signedIn("ok", "404 not_found", "403 partner_only"),
  },
  "action getCommandsAction": {
    ask: (as, { bundleId }) => callAction(as, "getCommandsAction", { bundleId }),
    answers: signedIn("ok", "404 not_found", "403 partner_only"),
  },
  "action setMailMutedAction": {
    ask: (as) => callAction(as, "setMailMutedAction", { muted: false }),
    answers: signedIn("ok"),
  },
  "POST /api/webhooks/resend": {
    // Without its secret nobody is listened to.
    ask: (as) => as.postJson("/api/webhooks/resend", { type: "email.bounced" }),
    answers: everyone("404 not_found"),
  },
  "action signOutEverywhereAction": {
    // With an input that is none it does nothing: the sessions are needed for the other doors.
    ask: (as) => callAction(as, "signOutEverywhereAction", "nothing"),
    answers: signedIn("400 bad_request"),
  },
  // A signed link needs no session: whoever holds it acts for the user to whom it was given.
  "GET /api/files/[downloadId]/[fileName]": {
    ask: (as, { fileUrl }) => as.fetch(fileUrl),
    answers: everyone(200),
  },
  "HEAD /api/files/[downloadId]/[fileName]": {
    ask: (as, { fileUrl }) => as.fetch(fileUrl, { method: "HEAD" }),
    answers: everyone(200),
  },
  "GET /api/bundles/[bundleId]/[fileName]": {
    ask: (as, { bundleUrl }) => as.fetch(bundleUrl),
    answers: everyone(200),
  },
  "HEAD /api/bundles/[bundleId]/[fileName]": {
    ask: (as, { bundleUrl }) => as.fetch(bundleUrl, { method: "HEAD" }),
    answers: everyone(200),
  },
  "GET /api/bundles/[bundleId]/manifest": paperOfBundle("manifest"),
  "GET /api/bundles/[bundleId]/metalink": paperOfBundle("metalink"),
  "GET /api/bundles/[bundleId]/receipts": paperOfBundle("receipts"),
  "GET /api/bundles/[bundleId]/urls": paperOfBundle("urls"),
};

test("every page, route and action of the code has a row, and no row is left over", () => {
  expect(Object.keys(matrix).sort()).toEqual(listSurface());
});

describe("asked by", () => {
  const baseUrl = inject("baseUrl");
  const database = new pg.Client(inject("databaseUrl"));
  const sessions = new Map<Asker, Session>();
  let world: World;

  beforeAll(async () => {
    await database.connect();
    const ada = await signedInAs(baseUrl, people.ada);
    const gone = await aUserDeactivatedAfterSigningIn();
    sessions.set("nobody", new Session(baseUrl));
    sessions.set("another partner", await signedInAs(baseUrl, people.chloe));
    sessions.set("the partner", ada);
    sessions.set("an operator", await signedInAs(baseUrl, people.opal));
    sessions.set("a deactivated user", gone);
    world = await worldOf(ada);
  });

  afterAll(async () => {
    await database.query("delete from users where email = 'gone@northlight.example'");
    await database.end();
  });

  for (const [door, { ask, answers }] of Object.entries(matrix))
    test.each(askers)(`%s: ${door}`, async (asker) => {
      const session = sessions.get(asker) ?? new Session(baseUrl);
      expect(await inWords(await ask(session, world))).toBe(String(answers[asker]));
    });

  test("what may not be seen answers, to the letter, as what does not exist", async () => {
    const chloe = sessions.get("another partner") ?? new Session(baseUrl);
    const nothing = {
      ...world,
      reference: "SR-000000",
      materialId: "01900000-0000-7000-8000-000000000000",
      previewId: "01900000-0000-7000-8000-000000000000",
    };
    for (const door of [
      "GET /api/materials",
      "POST /api/selections",
      "POST /api/downloads",
      "GET /api/materials/[materialId]/preview",
      "GET /api/previews/[previewId]/[file]",
    ]) {
      const ask = matrix[door]?.ask ?? expect.fail(door);
      const [foreign, missing] = [await ask(chloe, world), await ask(chloe, nothing)];
      expect([foreign.status, await foreign.text()]).toEqual([
        missing.status,
        await missing.text(),
      ]);
    }
  });

  async function aUserDeactivatedAfterSigningIn() {
    const email = "gone@northlight.example";
    await database.query(
      `insert into users (id, kind, partner_id, email, name, password_hash, created_at)
       select gen_random_uuid(), kind, partner_id, $1, 'Gone', password_hash, now() from users where email = $2`,
      [email, people.ada],
    );
    const session = await signedInAs(baseUrl, email);
    await database.query("update users set deactivated_at = now() where email = $1", [email]);
    return session;
  }

  /** A request of Northlight alone with a sound that can be downloaded, shown and played, and a link to its file. */
  async function worldOf(ada: Session): Promise<World> {
    const chloe = sessions.get("another partner") ?? new Session(baseUrl);
    type Requests = { sourceRequests: { reference: string; available: number }[] };
    const { sourceRequests } = await ada.json<Requests>("/api/source-requests?pageSize=200");
    for (const { reference } of sourceRequests.filter(({ available }) => available > 0)) {
      type Material = {
        id: string;
        availability: string;
        bytes: number | null;
        durationSeconds: number | null;
      };
      const { materials } = await ada.json<{ materials: Material[] }>(
        `/api/materials?request=${reference}`,
      );
      const own = async (fits: (one: Material) => unknown) => {
        for (const one of materials)
          if (
            one.availability === "available" &&
            // A proxy that waits in the pool has no size yet.
            one.bytes !== null &&
            (await fits(one)) &&
            (await chloe.fetch(`/api/materials/${one.id}`)).status === 404
          )
            return one.id;
        return undefined;
      };
      const shown = async ({ id }: Material) =>
        (await ada.fetch(`/api/materials/${id}/content`, { method: "HEAD" })).ok;
      const id = await own(({ durationSeconds }) => durationSeconds);
      const shownId = await own(shown);
      if (id && shownId) {
        const taken = await ada.postJson("/api/downloads", { materialIds: [id] });
        const { bundle, files } = (await taken.json()) as Started;
        const [{ url, downloadId, md5 } = expect.fail()] = files;
        await ada.fetch(url, { headers: { range: "bytes=0-0" } });
        const kept = await ada.postJson("/api/selections", { requests: [reference] });
        const { id: selectionId } = (await kept.json()) as { id: string };
        const file = { downloadId, md5, fileUrl: url };
        return {
          ...{ reference, materialId: id, shownId, selectionId, ...file },
          ...{ bundleId: bundle.id, bundleUrl: bundle.url },
          previewId: await keepPreview(id),
        };
      }
    }
    throw new Error("the demo world has no material that only Northlight sees");
  }
});

type Started = {
  bundle: { id: string; url: string };
  files: { url: string; downloadId: string; md5: string }[];
};

/** "200", "404 not_found", "to sign in", "to /source-requests", and for an action "ok" or its refusal. */
async function inWords(response: Response): Promise<string> {
  const location = response.headers.get("location");
  if (location && [303, 307, 308].includes(response.status)) {
    const { pathname } = new URL(location, inject("baseUrl"));
    return `to ${pathname === "/sign-in" ? "sign in" : pathname}`;
  }
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/x-component")) return actionInWords(await response.text());
  if (response.status < 400 || !response.body || !type.startsWith("application/json")) {
    await response.body?.cancel();
    return String(response.status);
  }
  const text = await response.text();
  if (!text) return String(response.status);
  const { error } = JSON.parse(text) as { error: { code: string } };
  return `${response.status} ${error.code}`;
}

const refusals: Record<string, number> = {
  bad_request: 400,
  unauthenticated: 401,
  partner_only: 403,
  not_found: 404,
};

function actionInWords(flight: string): string {
  if (flight.includes('"ok":true')) return "ok";
  const code = /"ok":false,"error":\{"code":"(\w+)"/.exec(flight)?.[1] ?? flight;
  return `${refusals[code] ?? "?"} ${code}`;
}
