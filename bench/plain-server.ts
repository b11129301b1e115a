import { AsyncLocalStorage } from "node:async_hooks";
import http from "node:http";
import { pipeToNodeResponse } from "next/dist/server/pipe-readable";
import { currentConnection, trackConnections } from "@/lib/connection";
import { objectStore } from "@/lib/storage";
import { sendBytes } from "@/lib/storage/send";
import { ledgerOf } from "@/lib/transfers/tracker";

// Sends one object as the app does, but for Next: `/kept/{downloadId}` with its books in the database,
// `/unkept` without any. What the two differ by is what keeping the books costs.

const [objectKey = "", length = "", port = ""] = process.argv.slice(2);
const size = Number(length);
const unkept = { beforeSending: async () => {}, ended: () => {} };

// Next sets this up for itself when it starts.
Object.assign(globalThis, { AsyncLocalStorage });
trackConnections();

http
  .createServer(async (incoming, outgoing) => {
    const [, kind, downloadId = ""] = (incoming.url ?? "").split("/");
    const connection = currentConnection();
    const request = new Request("http://server/", { method: incoming.method ?? "GET" });
    const what = { size, etag: '"bench"', lastModified: new Date(0), fileName: "bench.wav" };
    const answer = await sendBytes(request, what, {
      open: () => objectStore().open(objectKey),
      ledger: kind === "kept" ? ledgerOf({ downloadId }, size, connection) : unkept,
      mayGoOn: async () => true,
      cut: connection.cut,
      label: objectKey,
    });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) await pipeToNodeResponse(answer.body, outgoing);
    else outgoing.end();
  })
  .listen(Number(port), "127.0.0.1");
