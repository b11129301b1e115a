import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";
import { env } from "@/lib/env";
import { type Exchange, watchForMore } from "@/lib/surplus";

// Route handlers get a Request without its socket, and Next trusts any X-Forwarded-For that a client
// sends. Node's own channel gives the real request. On globalThis because Next bundles this module
// once for instrumentation.ts and again for the routes.
const key = Symbol.for("turnover.connection");
const holder = globalThis as { [key]?: AsyncLocalStorage<Exchange> };

/** Told on a socket when a request comes on it. */
const nextRequest = "turnover.request";

/**
 * Called once at start: keeps each incoming request at hand for as long as it is being answered, and lets a
 * delivery take as long as it likes to come, within its own limit of silence. Node gives a whole body 300 s, in
 * which no film is delivered, and knows no exception: so every other request is cut here that is not whole in
 * time, also where nobody reads it. Headers keep Node's own limit.
 */
export function trackConnections() {
  if (holder[key]) return;
  const storage = new AsyncLocalStorage<Exchange>();
  holder[key] = storage;
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Exchange;
    const patient = deliveries.test(request.url ?? "");
    const exchange: Exchange = { request, response, server, patient };
    request.socket.emit(nextRequest);
    server.requestTimeout = 0;
    // RFC 6797. Not in next.config.ts, which a build settles, before APP_URL is known.
    if (env.APP_URL.startsWith("https:"))
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    watchForMore(exchange);
    // What was answered before it had come, as a refusal is, nobody waits for any more.
    if (patient) response.once("finish", () => cutUnlessWhole(request));
    else cutUnlessWhole(request);
    storage.enterWith(exchange);
  });
}

const deliveries = /^\/api\/(deliveries|uploads)(?![^/?])/;
/** Longer than a reader of bodies waits, who has something to say to it. */
const WHOLE_WITHIN = 75_000;

function cutUnlessWhole(request: IncomingMessage) {
  const { "content-length": length, "transfer-encoding": pieces } = request.headers;
  if (request.complete || (pieces === undefined && !Number(length))) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, WHOLE_WITHIN);
  timer.unref();
  request.once("close", () => request.complete && clearTimeout(timer));
}

/**
 * Where the current request comes from: the socket's address, or, of the addresses in X-Forwarded-For,
 * the one that TRUST_PROXY_HOPS proxies of ours vouch for.
 */
export function clientAddress(): string {
  const request = holder[key]?.getStore()?.request;
  if (!request?.socket.remoteAddress) return "unknown";
  return proxyAddress(request, (_, hop) => hop < env.TRUST_PROXY_HOPS);
}

/** Asked any time later: whether more of the current request's body came than its Content-Length says. */
export function bodyWentOn(): () => boolean {
  const exchange = holder[key]?.getStore();
  return () => exchange?.more === true;
}

/** The way to one client, for as long as its request is being answered and a little longer. */
export type Connection = {
  /** Its client's, as `clientAddress` tells it. */
  address: string;
  /** Cuts it, with whatever of the answer still waits to go out: for a right that is lost while bytes flow. */
  cut(): void;
  /** Calls back once, when the answer is over, whichever way. */
  whenOver(listener: () => void): void;
  /**
   * Watches what becomes of an answer that was handed over whole. It is *taken* once the operating system
   * has all of it and then the client closes in peace, asks for something else, or stays quiet for a while;
   * *lost* when the connection breaks, also after it was quiet. `final` is told with the last word.
   */
  watch(listener: (fate: "taken" | "lost", final: boolean) => void): void;
};

/** How long a client that has been handed everything is given to break off, in milliseconds. */
const QUIET = 2_000;

/** The connection of the current request. Taken when the request comes. */
export function currentConnection(): Connection {
  const exchange = holder[key]?.getStore();
  // Without a server there is only the reader of the body, who has what was read.
  if (!exchange)
    return {
      address: clientAddress(),
      cut: () => {},
      whenOver: (listener) => listener(),
      watch: (listener) => listener("taken", true),
    };
  const { response } = exchange;
  const { socket } = exchange.request;
  return {
    address: clientAddress(),
    cut: () => socket.resetAndDestroy(),
    whenOver: (listener) => {
      if (response.closed) listener();
      else response.once("close", listener);
    },
    watch(listener) {
      const lost = () => listener("lost", true);
      if (response.destroyed && !response.writableFinished) return lost();
      if (response.writableFinished) return watchPeace(socket, listener);
      const finished = () => {
        response.off("close", lost);
        watchPeace(socket, listener);
      };
      response.once("finish", finished).once("close", lost);
    },
  };
}

/** After the last byte: whether the connection comes to its end without a fault. */
function watchPeace(
  socket: IncomingMessage["socket"],
  listener: Parameters<Connection["watch"]>[0],
) {
  if (socket.destroyed) return listener(socket.errored ? "lost" : "taken", true);
  const quiet = setTimeout(() => listener("taken", false), QUIET);
  quiet.unref();
  const stop = () => {
    clearTimeout(quiet);
    socket.off("close", closed).off(nextRequest, asked);
  };
  const closed = (broken: boolean) => {
    stop();
    listener(broken ? "lost" : "taken", true);
  };
  const asked = () => {
    stop();
    listener("taken", true);
  };
  socket.on("close", closed).on(nextRequest, asked);
}
