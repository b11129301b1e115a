import { z } from "zod";
import { type Fault, text } from "@/lib/fields";

declare const minted: unique symbol;
type Minted = {
  readonly [minted]: true;
  /** How often they signed out everywhere; what was made under another count is void. */
  signOuts: number;
  /** Whether they want no mail of what is ready. */
  mailMuted: boolean;
};

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

/** What a program may do that shows an API token. */
export const apiScopes = ["deliveries", "qc"] as const;
export type ApiScope = (typeof apiScopes)[number];

export const newApiToken = z.object({
  name: text(100),
  scopes: z
    .array(z.enum(apiScopes))
    .transform((all) => [...new Set(all)])
    .pipe(z.array(z.enum(apiScopes)).min(1, "needs at least one")),
});

/** An API token as operators see it: never the token itself. */
export type ApiTokenRow = {
  id: string;
  name: string;
  holder: string;
  scopes: ApiScope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** Its holder's account is closed, and with it the token. */
  holderDeactivated: boolean;
};

/** Limits keep a hash of a megabyte of password, or an index look-up of one, from being asked for. */
export const credentials = z.object({
  email: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .refine((email) => !email.includes("\0")),
  password: z.string().min(1).max(1024),
});

/** What an action resolves to: refusals are values, so that the page can say them. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: Refusal };

export type Refusal = {
  code: string;
  message: string;
  /** Of bad input: what is wrong with which field. */
  faults: Fault[];
};
