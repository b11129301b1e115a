import type { Session } from "../session";
import { answers, everyone, type Row, type World } from "./row";

/** Doors that ask for no session; of the signed links, whoever holds one acts for the user to whom it was given. */
export const forEveryone: Record<string, Row> = {
  "page /": { ask: (as) => as.fetch("/"), answers: everyone("to /source-requests") },
  "page /sign-in": {
    ask: (as) => as.fetch("/sign-in"),
    answers: answers(200, "to /source-requests", "to /source-requests", "to /source-requests", 200),
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
  "POST /api/webhooks/resend": {
    // Without its secret nobody is listened to.
    ask: (as) => as.postJson("/api/webhooks/resend", { type: "email.bounced" }),
    answers: everyone("404 not_found"),
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

/** What the signed link of a bundle leads to besides its zip. */
function paperOfBundle(name: string): Row {
  const ask = (as: Session, { bundleUrl }: World) =>
    as.fetch(bundleUrl.replace(/[^/]+\?/, `${name}?`));
  return { ask, answers: everyone(200) };
}
