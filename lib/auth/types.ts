import { z } from "zod";

declare const minted: unique symbol;
type Minted = {
  readonly [minted]: true;
  /** How often they signed out everywhere; what was made under another count is void. */
  signOuts: number;
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
export type ActionResult<T> =
  | { ok: true; value: T }
  | { ok: false; error: { code: string; message: string } };
