import { DetailedError } from "tus-js-client";

export type Answer = { version?: number; error?: { code: string; message: string } };

/** What answered was not the server but a proxy before it, while the server is away. */
class Unreached extends Error {}

/** What the server has answered. @throws Unreached for all that it can't have said itself */
export function readAnswer(body: string): Answer {
  const answer = parsed(body);
  if (answer?.version === undefined && !answer?.error?.message) throw new Unreached();
  return answer;
}

const away = [502, 503, 504];

/** Whether the server has said nothing: to `fetch`, or to an upload when it has tried for long or is offline. */
export function isUnreached(error: unknown): boolean {
  if (!(error instanceof DetailedError))
    return error instanceof TypeError || error instanceof Unreached;
  const answer = error.originalResponse;
  return error.originalRequest !== null && (!answer || away.includes(answer.getStatus()));
}

/** Errors of ours are JSON, of the protocol plain text; pages are of a proxy. */
export function wordsOf(error: Error): string {
  if (!(error instanceof DetailedError)) return error.message;
  const body = error.originalResponse?.getBody().trim() ?? "";
  const ours = parsed(body)?.error?.message;
  if (ours) return ours;
  return body && !body.startsWith("<")
    ? body
    : "The server failed. What was sent is kept: choose the file again to go on.";
}

function parsed(body: string): Answer | null {
  try {
    return JSON.parse(body) as Answer | null;
  } catch {
    return null;
  }
}
