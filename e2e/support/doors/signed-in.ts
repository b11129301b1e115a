import { callAction } from "../surface";
import { pageFor, type Row, signedIn, signedInWithoutWords } from "./row";

/** What partners and operators alike may do, each of them where they may see. */
export const forSignedIn: Record<string, Row> = {
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
  "action setMailMutedAction": {
    ask: (as) => callAction(as, "setMailMutedAction", { muted: false }),
    answers: signedIn("ok"),
  },
  "action signOutEverywhereAction": {
    // With an input that is none it does nothing: the sessions are needed for the other doors.
    ask: (as) => callAction(as, "signOutEverywhereAction", "nothing"),
    answers: signedIn("400 bad_request"),
  },
};
