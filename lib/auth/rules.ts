const home = "/source-requests";
// Never resolved (RFC 2606): it only stands for "our own site" while an address is being read.
const ownSite = "http://turnover.invalid";

/**
 * Where to land after sign-in: the page that was asked for, or the source requests.
 * Only a path of this site's pages counts, read as a browser would read it: `//host`, `/\host` and
 * `/<tab>/host` are addresses of another site, and `/.//host` becomes one.
 */
export function landingPath(from: string | string[] | undefined): string {
  if (typeof from !== "string" || !from.startsWith("/") || !URL.canParse(from, ownSite))
    return home;
  const { origin, pathname, search, hash } = new URL(from, ownSite);
  const isPage = !pathname.startsWith("//") && !/^\/(api|sign-in)(\/|$)/.test(pathname);
  return origin === ownSite && isPage ? pathname + search + hash : home;
}

/** Why a sign-in did not succeed, as next-auth hands it to the sign-in page in `?error=`. */
const signInErrors = {
  CredentialsSignin: "The email address or the password is not right.",
  too_many_attempts:
    "Too many attempts failed. Wait 15 minutes, then try again; your account is not locked.",
  unavailable: "Signing in does not work at the moment. It is not you; try again in a minute.",
  no_account:
    "There is no active account for this address here. Ask your studio contact to add you.",
} as const;

/** Why a sign-in did not succeed, in words; null when nothing was tried. */
export function signInErrorText(code: string | string[] | undefined): string | null {
  if (!code) return null;
  return typeof code === "string" && Object.hasOwn(signInErrors, code)
    ? signInErrors[code as keyof typeof signInErrors]
    : "The sign-in did not finish. Nothing was changed; try again.";
}
