import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to send, as it came. */
export type Asked = { key: string | undefined; headers: IncomingHttpHeaders; body: SentMail };
export type SentMail = {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
};

/** Done once the mail is taken, before that is answered. */
type Meanwhile = () => Promise<unknown>;
type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** How Resend refuses (https://resend.com/docs/api-reference/errors). */
export const limited = (retryAfter?: string): Answer => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  body: { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." },
});
export const broken: Answer = {
  status: 500,
  body: { statusCode: 500, name: "internal_server_error", message: "An unexpected error." },
};

/**
 * A server that speaks Resend's API for sending: it knows a key again, and refuses it with other words.
 * What is put into `plan` is answered first, one a request.
 */
export async function resendServer() {
  const plan: (Answer | Meanwhile | "hang up" | "take it and hang up")[] = [];
  const asked: Asked[] = [];
  const taken = new Map<string, { id: string; words: string; body: SentMail }>();
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const words = Buffer.concat(chunks).toString();
    const body = JSON.parse(words) as SentMail;
    const key = request.headers["idempotency-key"] as string | undefined;
    asked.push({ key, headers: request.headers, body });
    const planned = plan.shift();
    const answer = ({ status, headers, body }: Answer) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(body));
    if (planned === "hang up") return response.destroy();
    if (typeof planned === "object") return answer(planned);
    if (request.method !== "POST" || request.url !== "/emails")
      return answer({ status: 404, body: { statusCode: 404, name: "not_found", message: "?" } });
    if (request.headers.authorization !== "Bearer re_test")
      return answer({
        status: 403,
        body: { statusCode: 403, name: "invalid_api_key", message: "API key is invalid" },
      });
    const known = taken.get(key ?? "");
    if (known && known.words !== words)
      return answer({
        status: 409,
        body: { statusCode: 409, name: "invalid_idempotent_request", message: "Other words." },
      });
    const mail = known ?? { id: `resend-${taken.size + 1}`, words, body };
    taken.set(key ?? mail.id, mail);
    if (planned === "take it and hang up") return response.destroy();
    if (planned) await planned();
    answer({ status: 200, body: { id: mail.id } });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    plan,
    asked,
    /** The mails that went out, each once. */
    mails: () => [...taken.values()].map(({ body }) => body),
    reset() {
      plan.length = 0;
      asked.length = 0;
      taken.clear();
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
