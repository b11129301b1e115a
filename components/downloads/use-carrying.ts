"use client";

import { useCallback } from "react";
import type { ActionResult } from "@/lib/auth/types";
import { getCommandsAction } from "@/lib/bundles/actions";
import type { BundleCommands } from "@/lib/bundles/types";
import type { TakenBundle } from "@/lib/downloads/types";
import { type Carrier, isLine, type Line, lineSaid, paperSaid } from "./carriers";
import { useDownloads } from "./downloads-context";
import { copyText, follow } from "./hand-over";

/** What the server refused, in its words. */
export class Refusal extends Error {}

/** An action's value. @throws Refusal, also when the server did not answer */
export async function settled<T>(answer: Promise<ActionResult<T>>): Promise<T> {
  const result = await answer.catch(() => null);
  if (!result) throw new Refusal("The server did not answer. Try again.");
  if (!result.ok) throw new Refusal(result.error.message);
  return result.value;
}

/** Hands a bundle to whatever is to carry it, and says what came of it. */
export function useCarrying() {
  const { say, await: awaitBundle } = useDownloads();
  return useCallback(
    /**
     * To be called while the click is handled.
     * @param taking the bundle, which may still be on its way
     */
    async (carrier: Carrier, taking: Promise<TakenBundle>) => {
      say(null);
      try {
        if (carrier === "browser") {
          follow((await taking).url);
        } else {
          const commands = taking.then(({ bundleId }) => settled(getCommandsAction({ bundleId })));
          if (isLine(carrier)) {
            const copied = await copyText(commands.then((all) => lineOf(carrier, all)));
            say(lineSaid(carrier, await commands, copied));
          } else {
            follow((await commands)[carrier]);
            say(paperSaid(carrier));
          }
        }
        awaitBundle((await taking).bundleId);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        say({ tone: "refused", words: error.message });
      }
    },
    [say, awaitBundle],
  );
}

function lineOf(line: Line, commands: BundleCommands): string {
  const text = commands[line];
  if (text === null) throw new Refusal("One file is not fetched as several.");
  return text;
}
