import { NonRetriableError } from "inngest";
import { MediaError } from "@/lib/media/errors";

/**
 * All that encodes shares one limit, over all processes of the app. Read without lib/env.ts, which has checked it
 * by the time anything runs: a build loads the functions too, and has no settings.
 */
export const encodes = {
  limit: Number(process.env.ENCODE_CONCURRENCY || 2),
  scope: "env" as const,
  key: '"encodes"',
};

/** Trying again mends a full disk, but no damaged file. */
export async function orGiveUp<T>(encode: Promise<T>): Promise<T> {
  try {
    return await encode;
  } catch (error) {
    if (error instanceof MediaError && error.kind === "source")
      throw new NonRetriableError(error.message, { cause: error });
    throw error;
  }
}

/** What an operator reads of a failure: a picture's faults as they are said, and what is ours as that. */
export function reasonOf({ name, message }: { name: string; message: string }): string {
  if (name === "NonRetriableError" || name === "MediaError") return message;
  if (/ENOSPC|no space left/i.test(message)) return "There is no room left where files are kept.";
  return "Something went wrong on our side; the log says what.";
}
