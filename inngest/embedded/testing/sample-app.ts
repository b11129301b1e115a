import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { type Mark, sampleFunctions } from "./sample-functions";

export type Keys = { signingKey: string; eventKey: string };

/** A client of an engine, which believes only what is signed. */
export function sampleClient(engineUrl: string, { signingKey, eventKey }: Keys) {
  return new Inngest({ id: "sample", baseUrl: engineUrl, isDev: false, signingKey, eventKey });
}

/** A small HTTP server with the sample functions, on 127.0.0.1. @param port 0 for any that is free */
export async function startSampleApp(client: Inngest, mark: Mark, port = 0) {
  const server = createServer(serve({ client, functions: sampleFunctions(client, mark) }));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`,
    close: () => server.close().closeAllConnections(),
  };
}
