import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { openRoute, readText } from "@/lib/auth/guards";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";

export const dynamic = "force-dynamic";

const handlers = serve({ client: inngest, functions });

/** An engine sends an event and what a run's steps have come to: Inngest allows 32 MiB of that. */
const MOST_MEBIBYTES = 64;

/** For the jobs' engine, which signs with its key: the SDK checks that, and answers 401 to a wrong one. */
const engineRoute = (handler: typeof handlers.POST) =>
  openRoute(async (request) => {
    const signed = request.headers.has("x-inngest-signature") || env.INNGEST_DEV;
    const mayAskForSync = request.method === "PUT" && env.INNGEST_ENABLE_UNAUTHED_SYNC;
    // The SDK would look into an unsigned request first, and sync at anyone's wish.
    if (!signed && !mayAskForSync)
      throw new DomainError("unauthenticated", "Only the jobs' engine may call this.");
    return handler((await withinLimit(request)) as NextRequest, undefined);
  });

/** The SDK checks the signature over the whole body, which it reads however long it is. */
async function withinLimit(request: Request): Promise<Request> {
  if (!request.body) return request;
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: await readText(request, MOST_MEBIBYTES) });
}

export const GET = engineRoute(handlers.GET);
export const POST = engineRoute(handlers.POST);
export const PUT = engineRoute(handlers.PUT);
