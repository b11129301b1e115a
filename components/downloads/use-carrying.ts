"use client";

import { useCallback } from "react";
import type { ActionResult } from "@/lib/auth/types";
import { getCommandsAction } from "@/lib/bundles/actions";
import type { BundleCommands, TakenBundle } from "@/lib/bundles/types";
import { type Carrier, isLine, type Line, lineSaid, paperSaid, type Said } from "./carriers";
import { useDownloads } from "./downloads-context";
import { copyText, follow } from "./hand-over";

/** What the server refused, in its words; or why there is nothing to carry, although nothing went wrong. */
export class Refusal extends Error {
  constructor(
    words: string,
    /** How it is said. */
    readonly how: Omit<Said, "words"> = { tone: "refused" },
  ) {
    super(words);
  }
}

/** A bundle that is on its way, and what there is to say of that. */
type Carried = { bundleId: string; said: Said | null };

/** An action's value. @throws Refusal, also when the server did not answer */
export async function settled<T>(answer: Promise<ActionResult<T>>): Promise<T> {
  const result = await answer.catch(() => null);
  if (!result) throw new Refusal("The server did not answer. Try again.");
  if (!result.ok) throw new Refusal(result.error.message);
  return result.value;
}

/** Hands bundles to what is to carry them, and says what came of it. */
export function useCarrying() {
  const { say, await: awaitBundle } = useDownloads();
  const attempt = useCallback(
    async (act: () => Promise<Carried>) => {
      say(null);
      try {
        const { bundleId, said } = await act();
        say(said);
        awaitBundle(bundleId);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        say({ ...error.how, words: error.message });
      }
    },
    [say, awaitBundle],
  );

  /** @param taking the bundle with its links, which may still be on their way */
  const toBrowser = useCallback(
    (taking: Promise<TakenBundle>) =>
      attempt(async () => {
        const { bundleId, url } = await taking;
        follow(url);
        return { bundleId, said: null };
      }),
    [attempt],
  );

  /** To be called while the click is handled: a line is copied, which browsers allow only then. */
  const toCarrier = useCallback(
    (carrier: Carrier, bundleId: Promise<string>) =>
      attempt(async () => {
        const commands = bundleId.then((id) => settled(getCommandsAction({ bundleId: id })));
        if (isLine(carrier)) {
          const copied = await copyText(commands.then((all) => lineOf(carrier, all)));
          const said = lineSaid(carrier, await commands, copied);
          return { bundleId: await bundleId, said };
        }
        follow((await commands)[carrier]);
        return { bundleId: await bundleId, said: paperSaid(carrier) };
      }),
    [attempt],
  );
  return { toBrowser, toCarrier };
}

export const idOf = async (taking: Promise<TakenBundle>) => (await taking).bundleId;

function lineOf(line: Line, commands: BundleCommands): string {
  const text = commands[line];
  if (text === null) throw new Refusal("One file is not fetched as several.");
  return text;
}
