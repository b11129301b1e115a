/**
 * Posts a form to next-auth, as its own pages do: with the CSRF token, asking for JSON.
 * @param path below /api/auth/
 * @returns where next-auth wants the browser to go, with `?error=` when it refused
 * @throws when the server can't be reached or does not answer as next-auth
 */
export async function postToAuth(path: string, fields: Record<string, string>): Promise<URL> {
  const { csrfToken } = await answer<{ csrfToken: string }>(await fetch("/api/auth/csrf"));
  const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
  const { url } = await answer<{ url: string }>(
    await fetch(`/api/auth/${path}`, { method: "POST", body }),
  );
  return new URL(url, window.location.origin);
}

/** A refused sign-in is 401, and its body is as good as any other. */
async function answer<T>(response: Response): Promise<T> {
  if (response.ok || response.status === 401) return (await response.json()) as T;
  throw new Error(`${response.url} answered ${response.status}`);
}
