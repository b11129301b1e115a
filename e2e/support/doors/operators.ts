import { callAction } from "../surface";
import { type Answer, answers, operatorsOnly, type Row, signedIn } from "./row";

const nowhere = "01900000-0000-7000-8000-000000000000";

/** An operators' page: nobody else learns that it is there. */
const operatorsPage = (path: string): Row => ({
  ask: (as) => as.fetch(path),
  answers: answers("to sign in", 404, 404, 200, "to sign in"),
});

/** An operators' action, with an input that leads to nothing. */
const operatorsAction = (name: string, input: object, answer: Answer): [string, Row] => [
  `action ${name}`,
  {
    ask: (as) => callAction(as, name, input, "/operations"),
    answers: signedIn("404 not_found", "404 not_found", answer),
  },
];

/** What only operators do, by their pages or as upstream systems. */
export const forOperators: Record<string, Row> = {
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
      { name: "x", email: "x@x.example", organisation: nowhere },
      "400 bad_request",
    ),
    operatorsAction("addPartnerAction", { name: "Northlight Dubbing" }, "400 bad_request"),
    operatorsAction("makeApiTokenAction", { name: "matrix", scopes: ["qc"] }, "ok"),
  ]),
};

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
