import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";
import { env } from "@/lib/env";

// Route handlers get a Request without its socket, and Next trusts any X-Forwarded-For that a client
// sends. Node's own channel gives the real request. On globalThis because Next bundles this module
// once for instrumentation.ts and again for the routes.
const key = Symbol.for("turnover.connection");
const holder = globalThis as { [key]?: AsyncLocalStorage<IncomingMessage> };

/** Called once at start: keeps each incoming request at hand for as long as it is being answered. */
export function trackConnections() {
  if (holder[key]) return;
  const storage = new AsyncLocalStorage<IncomingMessage>();
  holder[key] = storage;
  subscribe("http.server.request.start", (message) => {
    storage.enterWith((message as { request: IncomingMessage }).request);
  });
}

/**
 * Where the current request comes from: the socket's address, or, of the addresses in X-Forwarded-For,
 * the one that TRUST_PROXY_HOPS proxies of ours vouch for.
 */
export function clientAddress(): string {
  const request = holder[key]?.getStore();
  if (!request?.socket.remoteAddress) return "unknown";
  return proxyAddress(request, (_, hop) => hop < env.TRUST_PROXY_HOPS);
}

/**
 * Cuts the connection of the current request, with whatever of its answer still waits to go out: for a
 * right that is lost while bytes flow. Taken when the request comes, to be used while it is answered.
 */
export function connectionCutter(): () => void {
  const socket = holder[key]?.getStore()?.socket;
  return () => socket?.resetAndDestroy();
}
