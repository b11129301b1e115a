import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { mayBeSigned } from "@/inngest/signature";
import { openRoute, readText } from "@/lib/auth/guards";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { turns } from "@/lib/turns";

export const dynamic = "force-dynamic";

type Handlers = ReturnType<typeof handlersOf>;
let made: Handlers | undefined;

/** At the first request: a build loads this file too, and has no settings. */
const handlers = () => {
  made ??= handlersOf();
  return made;
};

/** Where the option is absent the SDK syncs at anyone's wish, with whatever host the request names. */
const handlersOf = () =>
  serve({
    client: inngest,
    functions,
    enableUnauthedSync: env.INNGEST_ENABLE_UNAUTHED_SYNC,
  });

/** Ours hold ids and counts, some kilobytes; the SDK parses and sorts all of it before it compares signatures. */
const MOST_MEBIBYTES = 4;
/** Up to here a body is read at once, so that no one who sends large ones slowly can keep the engine out. */
const SMALL_BYTES = 2 ** 18;
const inTurn = turns(4);

/** For the jobs' engine, which signs with its key: the SDK checks that, and answers 401 to a wrong one. */
const engineRoute = (method: "GET" | "POST" | "PUT") =>
  openRoute(async (request) => {
    const signed =
      env.INNGEST_DEV || mayBeSigned(request.headers.get("x-inngest-signature"), new Date());
    const mayAskForSync = method === "PUT" && env.INNGEST_ENABLE_UNAUTHED_SYNC;
    // The SDK would read an unsigned request first, however large.
    if (!signed && !mayAskForSync)
      throw new DomainError("unauthenticated", "Only the jobs' engine may call this.");
    return handlers()[method]((await withinLimit(request)) as NextRequest, undefined);
  });

/** The SDK reads a body however long it is. */
async function withinLimit(request: Request): Promise<Request> {
  if (!request.body) return request;
  const read = () => readText(request, MOST_MEBIBYTES);
  const said = Number(request.headers.get("content-length") ?? Number.NaN);
  const body = await (said <= SMALL_BYTES ? read() : inTurn(read));
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body });
}

export const GET = engineRoute("GET");
export const POST = engineRoute("POST");
export const PUT = engineRoute("PUT");
