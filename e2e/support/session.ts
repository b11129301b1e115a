import { hashPassword } from "@/lib/auth/passwords";

/** The people of the demo world. */
export const people = {
  ada: "ada@northlight.example",
  ben: "ben@northlight.example",
  chloe: "chloe@harbour.example",
  opal: "opal@studio.example",
} as const;

export const demoPassword = "turnover";

/**
 * Of that password, for the people of tests' own worlds: they sign in by the hundred, and a hash as dear as the
 * demo's is a third of a second's work each time.
 */
export const demoPasswordHash = await hashPassword(demoPassword, { N: 2 ** 10, r: 8, p: 1 });

/** A client with a cookie jar, as curl with `-b` and `-c` is one. */
export class Session {
  private readonly jar = new Map<string, string>();

  constructor(readonly baseUrl: string) {}

  get cookie() {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Fetches a path without following redirects. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.jar.size > 0) headers.set("cookie", this.cookie);
    const url = new URL(path, this.baseUrl);
    const response = await fetch(url, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      this.jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  postJson(path: string, body: unknown) {
    const headers = { "content-type": "application/json" };
    return this.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.fetch(path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** @returns where next-auth sends the browser: an address with `error=` when refused */
  async signIn(email: string, password: string = demoPassword, callbackUrl = "/source-requests") {
    const { csrfToken } = await this.json<{ csrfToken: string }>("/api/auth/csrf");
    const body = new URLSearchParams({ csrfToken, email, password, callbackUrl, json: "true" });
    const answer = await this.fetch("/api/auth/callback/credentials", { method: "POST", body });
    return ((await answer.json()) as { url: string }).url;
  }
}

/** A session that is signed in; fails loudly when it isn't. */
export async function signedInAs(baseUrl: string, email: string, password?: string) {
  const session = new Session(baseUrl);
  const url = await session.signIn(email, password);
  if (url.includes("error=")) throw new Error(`${email} could not sign in: ${url}`);
  return session;
}
