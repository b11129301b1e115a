import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

// More of a body than its Content-Length says is, to HTTP, the begin of another request, and no good one. Node then cuts
// the connection, and with it the request before, whose body is all there and was not read yet: nobody is told why.

const bare = "Connection: close\r\n\r\n";
/** As Node answers what is no request, where nobody has a say in it. */
const nodesOwn: Record<string, string> = {
  HPE_HEADER_OVERFLOW: `HTTP/1.1 431 Request Header Fields Too Large\r\n${bare}`,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: `HTTP/1.1 413 Payload Too Large\r\n${bare}`,
  ERR_HTTP_REQUEST_TIMEOUT: `HTTP/1.1 408 Request Timeout\r\n${bare}`,
};
const badRequest = `HTTP/1.1 400 Bad Request\r\n${bare}`;

export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
  /** Whether it is answered though more comes after it than belongs to it. */
  patient?: boolean;
  /** More came after the request than belongs to it. */
  more?: boolean;
};

/** Those of each connection whose answers are not out yet, the oldest first. */
const open = new WeakMap<Duplex, Exchange[]>();
const servers = new WeakSet<Server>();

/**
 * Has a patient request answered, and its connection closed only then, though what comes after its body is no
 * request. Of all others it has to be known, too, whether their answers have begun: nothing may get among their bytes.
 */
export function watchForMore(exchange: Exchange) {
  const { request, server } = exchange;
  open.set(request.socket, [...openOn(request.socket), exchange]);
  if (servers.has(server)) return;
  servers.add(server);
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const exchanges = openOn(socket);
    const last = exchanges.at(-1);
    const isAnswered = exchanges.some(({ patient, request }) => patient && request.complete);
    if (last && isAnswered && socket.writable && error.code?.startsWith("HPE_")) {
      last.more = true;
      last.response.shouldKeepAlive = false;
      return;
    }
    const begun = exchanges[0]?.response.headersSent;
    if (socket.writable && !begun) socket.write(nodesOwn[error.code ?? ""] ?? badRequest);
    socket.destroy(error);
  });
}

const openOn = (socket: Duplex) =>
  (open.get(socket) ?? []).filter(
    ({ response }) => !response.writableFinished && !response.destroyed,
  );
