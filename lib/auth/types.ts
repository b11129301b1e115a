import { z } from "zod";

declare const minted: unique symbol;
type Minted = { readonly [minted]: true };

/** A partner's user who may act now. Only `getUserById` makes one, so to hold one is to have been let in. */
export type PartnerUser = Minted & {
  kind: "partner";
  id: string;
  name: string;
  email: string;
  partnerId: string;
  partnerName: string;
};

/** One of the studio's own staff. Sees everything, downloads nothing as a partner. */
export type Operator = Minted & { kind: "operator"; id: string; name: string; email: string };

export type Viewer = PartnerUser | Operator;

/** Limits keep a hash of a megabyte of password, or an index look-up of one, from being asked for. */
export const credentials = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1024),
});

/** Why a sign-in did not succeed, as next-auth hands it to the sign-in page in `?error=`. */
export const signInErrors = {
  CredentialsSignin: "The email address or the password is not right.",
  too_many_attempts:
    "Too many attempts failed. Wait 15 minutes, then try again; your account is not locked.",
  no_account:
    "There is no active account for this address here. Ask your studio contact to add you.",
} as const;

/** What an action resolves to: refusals are values, so that the page can say them. */
export type ActionResult<T> =
  | { ok: true; value: T }
  | { ok: false; error: { code: string; message: string } };
