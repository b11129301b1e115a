import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Stands in for the jobs' engine where no job has to run: it is in good health, and keeps the events it is sent.
 * `GET /e/{key}` lists what was sent with that key.
 */
export async function startEventSink() {
  const taken = new Map<string, unknown[]>();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const key = request.url ?? "";
    const sent: unknown[] = request.method === "POST" ? JSON.parse(body) : [];
    taken.set(key, [...(taken.get(key) ?? []), ...sent]);
    const answer = { ids: sent.map((_, i) => `${i}`), status: 200, events: taken.get(key) };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () => server.close().closeAllConnections(),
  };
}
