import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { openRoute } from "@/lib/auth/guards";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";

export const dynamic = "force-dynamic";

const handlers = serve({ client: inngest, functions });

/** For the jobs' engine, which signs with its key: the SDK checks that, and answers 401 to a wrong one. */
const engineRoute = (handler: typeof handlers.POST) =>
  openRoute((request) => {
    const signed = request.headers.has("x-inngest-signature") || env.INNGEST_DEV;
    const mayAskForSync = request.method === "PUT" && env.INNGEST_ENABLE_UNAUTHED_SYNC;
    // The SDK would look into an unsigned request first, and sync at anyone's wish.
    if (!signed && !mayAskForSync)
      throw new DomainError("unauthenticated", "Only the jobs' engine may call this.");
    return handler(request as NextRequest, undefined);
  });

export const GET = engineRoute(handlers.GET);
export const POST = engineRoute(handlers.POST);
export const PUT = engineRoute(handlers.PUT);
