import { z } from "zod";
import { optional, text } from "@/lib/fields";

export const newPartner = z.object({ name: text(200) });

/** Stands for the studio, where a user's organisation is asked for. */
export const studio = "studio";

/**
 * A partner's user names the partner. An operator has all rights, so that the studio has to be named too: who leaves
 * it out has forgotten it. Without a password they come by single sign-on only.
 */
export const newUser = z
  .object({
    name: text(200),
    email: z.email("is no e-mail address").max(254),
    organisation: z.literal(studio).or(z.uuid("is not the id of a partner")),
    password: optional(z.string().min(12, "is shorter than 12 characters").max(1024)),
  })
  .transform(({ organisation, ...user }) => ({
    ...user,
    partnerId: organisation === studio ? null : organisation,
  }));
export type NewUser = z.output<typeof newUser>;

export const partnerChosen = z.object({ partnerId: z.uuid() });

export const userState = z.object({ userId: z.uuid(), active: z.boolean() });
