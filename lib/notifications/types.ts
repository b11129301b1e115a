import { z } from "zod";

export const setMailMutedInput = z.object({ muted: z.boolean() });

/** What becomes of a copy that is ready and was not told of yet. */
export type Outcome = "mail" | "muted" | "not_visible" | "superseded";
