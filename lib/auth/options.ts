import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { clientAddress } from "@/lib/connection";
import { env } from "@/lib/env";
import { signIn } from "./commands";
import { getAccountByEmail, getUserById } from "./queries";
import { credentials } from "./types";

declare module "next-auth" {
  interface Session {
    userId?: string | undefined;
    /** The user's count of signing out everywhere when the session began. */
    round?: number | undefined;
  }
}

const week = 7 * 24 * 3600;

/** The session holds a user's id and round and nothing else: who that is, is looked up at every request. */
export const authOptions = (): NextAuthOptions => ({
  secret: env.NEXTAUTH_SECRET,
  session: { strategy: "jwt", maxAge: week },
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
  providers: [passwordProvider, ...(env.OIDC_ISSUER ? [singleSignOn()] : [])],
  callbacks: {
    async signIn({ account, profile, user }) {
      if (account?.provider !== "oidc") return true;
      const known = await accountOf(profile as OidcProfile | undefined);
      if (!known) return "/sign-in?error=no_account";
      user.id = known.id;
      return true;
    },
    // next-auth's own fails on what is no address.
    redirect: ({ url, baseUrl }) => {
      const wanted = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null;
      return wanted?.origin === new URL(baseUrl).origin ? wanted.href : baseUrl;
    },
    jwt: async ({ token, user }) =>
      user ? { sub: user.id, round: (await getUserById(user.id))?.signOuts } : token,
    session: ({ session, token }) => ({
      expires: session.expires,
      userId: token.sub,
      round: typeof token.round === "number" ? token.round : undefined,
    }),
  },
});

const passwordProvider = Credentials({
  name: "password",
  credentials: { email: {}, password: { type: "password" } },
  async authorize(given) {
    const parsed = credentials.safeParse(given);
    if (!parsed.success) return null;
    // next-auth sends the message of whatever is thrown here to the client, and logs nothing.
    const outcome = await signIn(parsed.data.email, parsed.data.password, clientAddress()).catch(
      (error: unknown) => {
        console.error("sign-in:", error);
        return "unavailable" as const;
      },
    );
    if (typeof outcome === "string") throw new Error(outcome);
    return outcome;
  },
});

type OidcProfile = { sub: string; email?: string; email_verified?: boolean };

const singleSignOn = (): OAuthConfig<OidcProfile> => ({
  id: "oidc",
  name: env.OIDC_NAME,
  type: "oauth",
  wellKnown: `${env.OIDC_ISSUER?.replace(/\/+$/, "")}/.well-known/openid-configuration`,
  clientId: env.OIDC_CLIENT_ID ?? "",
  clientSecret: env.OIDC_CLIENT_SECRET ?? "",
  idToken: true,
  checks: ["pkce", "state", "nonce"],
  authorization: { params: { scope: "openid email profile" } },
  profile: (profile) => ({ id: profile.sub }),
});

/** At many providers people type an address in themselves: it counts only if it is said to be verified. */
async function accountOf(profile: OidcProfile | undefined) {
  const verified = profile?.email_verified ?? env.OIDC_TRUST_EMAIL;
  return profile?.email && verified === true ? getAccountByEmail(profile.email) : null;
}
