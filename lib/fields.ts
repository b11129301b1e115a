import { z } from "zod";

// What fields of several nouns have in common: as pure as their types. Postgres can hold any character but NUL.

/** What is wrong with one field of what was said, in words that go on from its name: "is empty". */
export type Fault = { field: string; words: string };

const filled = (string: z.ZodString, most: number) =>
  string
    .min(1, "is empty")
    .max(most, `is longer than ${most} characters`)
    .refine((value) => !value.includes("\0"), "has a character that is no text");

/** Text of at least one character. */
export const text = (most: number) => filled(z.string().trim(), most);

/** The same with the spaces around it, where they belong to it. */
export const textAsIs = (most: number) => filled(z.string(), most);

/** What a form leaves empty is not said. */
export const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** BCP 47, in the capitals that RFC 5646 section 2.1.1 recommends. */
export const language = z.string().transform((tag, context) => {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? tag;
  } catch {
    context.addIssue({ code: "custom", message: "is no language tag of BCP 47, such as pt-BR" });
    return z.NEVER;
  }
});

/**
 * What people are to call something new by. It becomes a piece of addresses and of files' names: one with a slash
 * in it could never be opened.
 */
export const newReference = text(40).regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  "has to begin with a letter or digit, and to have nothing but letters, digits and . _ -",
);
