import { callAction } from "../surface";
import { type Row, signedIn } from "./row";

/** How partners take materials away. */
export const forTakers: Record<string, Row> = {
  "POST /api/downloads": {
    ask: (as, { materialId }) => as.postJson("/api/downloads", { materialIds: [materialId] }),
    answers: signedIn(201, "404 not_found", "403 partner_only"),
  },
  "action startDownloadsAction": {
    ask: (as, { materialId }) =>
      callAction(as, "startDownloadsAction", { materialIds: [materialId] }),
    answers: signedIn("ok", "404 not_found", "403 partner_only"),
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
};
