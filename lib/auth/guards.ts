import "server-only";
import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import type { z } from "zod";
import { env } from "@/lib/env";
import { asDomainError, BadInput, DomainError, errorResponse } from "@/lib/errors";
import { readInput } from "@/lib/input";
import { BrokenOff, patientBody } from "@/lib/storage/receive";
import { atDatabase } from "@/lib/turns";
import { noteTokenUse } from "./commands";
import { authOptions } from "./options";
import { getTokenHolder, getUserById } from "./queries";
import type { ActionResult, ApiScope, Operator, PartnerUser, Viewer } from "./types";

/** Who asks, looked up anew at each request: null when signed out (here or everywhere), unknown or deactivated. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await getServerSession(authOptions());
  const viewer = session?.userId ? await getUserById(session.userId) : null;
  return viewer && viewer.signOuts === session?.round ? viewer : null;
});

/** For pages: who is signed out is sent to sign in, and comes back here after. */
export async function requireViewer(here: string): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(`/sign-in?from=${encodeURIComponent(here)}`);
}

/** For the operators' pages, of which nobody else learns that they are there. */
export async function requireOperator(here: string): Promise<Operator> {
  const viewer = await requireViewer(here);
  return viewer.kind === "operator" ? viewer : notFound();
}

type Params = Record<string, string>;
type RouteContext = { params: Promise<Params> };
type Handler<U> = (user: U, request: Request, params: Params) => Response | Promise<Response>;

/** A route for anyone who is signed in. */
export const viewerRoute = (handler: Handler<Viewer>) =>
  openRoute(async (request, params) => {
    const viewer = await currentViewer();
    if (!viewer) throw new DomainError("unauthenticated");
    if (request.method !== "GET" && request.method !== "HEAD") {
      refuseForeignOrigin(request);
      refuseOtherThanJson(request);
    }
    return handler(viewer, request, params);
  });

/** A route for a partner's users only: an operator is answered 403 `partner_only`. */
export const partnerRoute = (handler: Handler<PartnerUser>) =>
  viewerRoute((viewer, request, params) => handler(asPartner(viewer), request, params));

/**
 * A route for operators: a program shows an API token with the scope (RFC 6750), a browser its session.
 * Bodies may be of any type and size.
 */
export const operatorRoute = (scope: ApiScope, handler: Handler<Operator>) =>
  openRoute(async (request, params) => {
    const shown = request.headers.get("authorization");
    if (shown !== null) {
      const secret = /^Bearer +([!-~]+) *$/i.exec(shown)?.[1];
      const holder = secret ? await atDatabase(() => getTokenHolder(secret)) : null;
      if (!holder)
        return unauthorized("This API token is not, or no longer, valid.", "invalid_token");
      if (!holder.scopes.includes(scope))
        throw new DomainError("forbidden", `This API token is not for ${scope}.`);
      await noteTokenUse(holder.token, new Date());
      return handler(holder.operator, request, params);
    }
    const viewer = await currentViewer();
    if (!viewer) return unauthorized("Send an operator's API token, as Authorization: Bearer.");
    if (viewer.kind !== "operator") throw new DomainError("operator_only");
    if (request.method !== "GET" && request.method !== "HEAD") refuseForeignOrigin(request);
    return handler(viewer, request, params);
  });

/** RFC 6750, section 3. */
const unauthorized = (message: string, error?: string) =>
  errorResponse(new DomainError("unauthenticated", message), {
    "WWW-Authenticate": `Bearer realm="Turnover"${error ? `, error="${error}"` : ""}`,
  });

/** A route that needs no session (it may check a signature of its own). Refusals become the error body here, for every route. */
export const openRoute =
  (handler: (request: Request, params: Params) => Response | Promise<Response>) =>
  async (request: Request, context: RouteContext): Promise<Response> => {
    try {
      return notForCaches(await handler(request, await context.params));
    } catch (error) {
      return notForCaches(errorResponse(asDomainError(error)));
    }
  };

/** What one person may see is for no cache on the way, unless the route has said better. */
function notForCaches(response: Response): Response {
  if (!response.headers.has("cache-control"))
    response.headers.set("Cache-Control", "private, no-store");
  return response;
}

/** A server action for a partner's users; refusals come back as values. Next itself refuses a foreign Origin. */
export const partnerAction = <S extends z.ZodType, T>(
  schema: S,
  act: (user: PartnerUser, input: z.output<S>) => Promise<T>,
) => viewerAction(schema, (viewer, input) => act(asPartner(viewer), input));

/** A server action for operators; for anyone else there is no such thing, whatever they say to it. */
export const operatorAction =
  <S extends z.ZodType, T>(
    schema: S,
    act: (operator: Operator, input: z.output<S>) => Promise<T>,
  ) =>
  (input: z.input<S>): Promise<ActionResult<T>> =>
    answered((viewer) => {
      if (viewer.kind !== "operator") throw new DomainError("not_found");
      return act(viewer, readInput(schema, input));
    });

/** A server action for anyone who is signed in. */
export const viewerAction =
  <S extends z.ZodType, T>(schema: S, act: (viewer: Viewer, input: z.output<S>) => Promise<T>) =>
  (input: z.input<S>): Promise<ActionResult<T>> =>
    answered((viewer) => act(viewer, readInput(schema, input)));

async function answered<T>(act: (viewer: Viewer) => Promise<T>): Promise<ActionResult<T>> {
  try {
    const viewer = await currentViewer();
    if (!viewer) throw new DomainError("unauthenticated");
    return { ok: true, value: await act(viewer) };
  } catch (error) {
    const refusal = asDomainError(error);
    const { code, message } = refusal;
    const faults = refusal instanceof BadInput ? refusal.faults : [];
    return { ok: false, error: { code, message, faults } };
  }
}

/**
 * Reads a JSON body of at most 1 MiB.
 * @throws DomainError unsupported_media_type, too_large, or bad_request that names the field
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S>> {
  refuseOtherThanJson(request);
  return readInput(schema, parseJson(await readText(request, 1)));
}

/** No limit of the server's: it would end deliveries, which have one of their own. */
const bodyLimits = { silenceMs: 30_000, wholeMs: 60_000 };

/**
 * Reads a body of at most so many MiB, whatever its length is said to be, within a minute.
 * @throws DomainError too_large, too_slow
 */
export async function readText(request: Request, mebibytes: number): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of patientBody(request.body, bodyLimits.silenceMs, bodyLimits.wholeMs)) {
      bytes += chunk.byteLength;
      if (bytes > mebibytes * 2 ** 20)
        throw new DomainError("too_large", `The body is larger than ${mebibytes} MiB.`);
      chunks.push(chunk);
    }
  } catch (error) {
    await request.body.cancel().catch(() => {});
    if (error instanceof BrokenOff) throw new DomainError("too_slow", error.message);
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws DomainError bad_request */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("bad_request", "The body is not JSON.");
  }
}

/** Also where no body is read: a form on another site can't send this type. */
function refuseOtherThanJson(request: Request) {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new DomainError("unsupported_media_type", "Send the body as application/json.");
}

function refuseForeignOrigin(request: Request) {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== new URL(env.APP_URL).origin)
    throw new DomainError("forbidden", "This request comes from another site.");
}

function asPartner(viewer: Viewer): PartnerUser {
  if (viewer.kind !== "partner") throw new DomainError("partner_only");
  return viewer;
}
