import { z } from "zod";

/** Text that Postgres can hold: any but the character NUL. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "is empty")
    .max(most, `is longer than ${most} characters`)
    .refine((value) => !value.includes("\0"), "has a character that is no text");

/** What a form leaves empty is not said. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** BCP 47, in the capitals that RFC 5646 section 2.1.1 recommends. */
const language = z.string().transform((tag, context) => {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? tag;
  } catch {
    context.addIssue({ code: "custom", message: "is no language tag of BCP 47, such as pt-BR" });
    return z.NEVER;
  }
});

/** The rates of the trade, as rationals. */
export const frameRates = [
  "24000/1001",
  "24/1",
  "25/1",
  "30000/1001",
  "50/1",
  "60000/1001",
] as const;

export const titleKinds = ["film", "series", "season", "episode"] as const;
export type TitleKind = (typeof titleKinds)[number];

/** A film or a series stands alone; a season names its series, an episode its season, each with its number. */
export const newTitle = z
  .object({
    kind: z.enum(titleKinds),
    name: text(300),
    /** The next free one where it is not said. */
    reference: optional(text(40)),
    parent: optional(text(40)),
    number: optional(z.coerce.number().int("is not a whole number").min(1).max(10_000)),
    originalLanguage: language,
    frameRate: z.enum(frameRates),
    runtimeMinutes: optional(z.coerce.number().positive("is not above 0").max(10_000)),
  })
  .superRefine(({ kind, parent, number }, context) => {
    const hangs = kind === "season" || kind === "episode";
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (hangs !== Boolean(parent)) refuse("parent", hangs ? "is missing" : `a ${kind} has none`);
    if (hangs !== (number !== undefined))
      refuse("number", hangs ? "is missing" : `a ${kind} has none`);
  });
export type NewTitle = z.output<typeof newTitle>;

export const titlesQuery = z.object({
  q: text(200).catch(""),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** A title as operators see it. */
export type TitleRow = {
  reference: string;
  kind: TitleKind;
  /** Of the film or the series. */
  name: string;
  episode: string | null;
  partName: string | null;
  originalLanguage: string;
  frameRate: { numerator: number; denominator: number };
  runtimeSeconds: number | null;
  materials: number;
  openRequests: number;
};
