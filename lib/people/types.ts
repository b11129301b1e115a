import { z } from "zod";
import { optional, text } from "@/lib/fields";

export const newPartner = z.object({ name: text(200) });

/** A partner's user names the partner, an operator none. Without a password they come by single sign-on only. */
export const newUser = z.object({
  name: text(200),
  email: z.email("is no e-mail address").max(254),
  partnerId: optional(z.uuid("is not the id of a partner")),
  password: optional(z.string().min(12, "is shorter than 12 characters").max(1024)),
});
export type NewUser = z.output<typeof newUser>;

export const partnerChosen = z.object({ partnerId: z.uuid() });

export const userState = z.object({ userId: z.uuid(), active: z.boolean() });
