import { ZodError } from "zod";
import type { Fault } from "@/lib/fields";

/**
 * What can be wrong with a request, and the HTTP status that says so.
 * What may not be seen is `not_found`, word for word like what does not exist.
 */
const statuses = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  partner_only: 403,
  operator_only: 403,
  not_found: 404,
  too_slow: 408,
  not_available: 409,
  not_begun: 409,
  nothing_delivered: 409,
  receipt_mismatch: 409,
  in_progress: 409,
  superseded: 410,
  link_expired: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  too_many: 429,
  internal: 500,
  file_unavailable: 503,
  too_many_transfers: 503,
} as const;

export type ErrorCode = keyof typeof statuses;

const defaultMessages: Partial<Record<ErrorCode, string>> = {
  unauthenticated: "Sign in first.",
  forbidden: "You no longer have the right to this.",
  not_found: "There is nothing here that you can see.",
  internal: "Something went wrong on our side. Nothing was changed; try again.",
  precondition_failed: "The file is not the one that the request names.",
  file_unavailable: "The file can't be read from the store just now. The operators' log says why.",
  too_many_transfers:
    "You have so many downloads open that no more begins now. Try again when some have ended.",
  operator_only: "Only the studio's operators can do this.",
  partner_only: "Only a partner's users can do this.",
};

/** An expected refusal: its message is shown to the user as it stands. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = defaultMessages[code] ?? code,
  ) {
    super(message);
    this.name = "DomainError";
  }

  get status() {
    return statuses[this.code];
  }
}

/** Bad input, field by field. Programs are told of the first by its name; forms say all, by what they call them. */
export class BadInput extends DomainError {
  constructor(readonly faults: Fault[]) {
    const [{ field, words } = { field: "", words: "What was sent is wrong" }] = faults;
    super("bad_request", `${field ? `${field}: ` : ""}${words}.`);
  }
}

export const badField = (field: string, words: string) => new BadInput([{ field, words }]);

/** RFC 9110, section 10.2.3: in seconds, for clients that then try again by themselves. */
const retryAfter: Partial<Record<ErrorCode, string>> = { too_many_transfers: "10" };

/** The one body of every error answer: `{"error":{"code","message"}}`. */
export function errorResponse(error: DomainError, given?: HeadersInit) {
  const headers = new Headers(given);
  const wait = retryAfter[error.code];
  if (wait) headers.set("Retry-After", wait);
  return Response.json(
    { error: { code: error.code, message: error.message } },
    { status: error.status, headers },
  );
}

/** What went wrong, as a refusal: bad input names its field; of a surprise the log has all and the user nothing. */
export function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ZodError) return new BadInput(error.issues.flatMap(faultsOf));
  console.error(error);
  return new DomainError("internal");
}

/** What was not asked for is named as the fields are. */
function faultsOf(issue: ZodError["issues"][number]): Fault[] {
  const { path, message: words } = issue;
  if (issue.code !== "unrecognized_keys") return [{ field: path.join("."), words }];
  return issue.keys.map((key) => ({ field: [...path, key].join("."), words }));
}
