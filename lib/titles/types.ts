import { z } from "zod";
import { language, newReference, optional, text } from "@/lib/fields";

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
    reference: optional(newReference),
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
    if (hangs !== Boolean(parent))
      refuse(
        "parent",
        hangs
          ? `is missing: ${kind === "season" ? "a season names its series" : "an episode names its season"}`
          : `a ${kind} has none`,
      );
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
