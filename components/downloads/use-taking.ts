"use client";

import { useCallback, useState } from "react";
import type { TakenBundle } from "@/lib/bundles/types";
import { startDownloadsAction } from "@/lib/downloads/actions";
import type { Carrier } from "./carriers";
import { useDownloads } from "./downloads-context";
import { beingMadeInWords } from "./proxy-words";
import { idOf, Refusal, settled, useCarrying } from "./use-carrying";
import { proxiesKey } from "./use-requested-proxies";

/** Records downloads and hands them to the browser, or to whatever else is to carry them. */
export function useTaking(onRecorded?: () => void) {
  const [recording, setRecording] = useState(false);
  const { client, say } = useDownloads();
  const { toBrowser, toCarrier } = useCarrying();
  const take = useCallback(
    /**
     * To be called while the click is handled.
     * @param carrier the browser's own downloads without
     * @returns whether they are recorded
     */
    async (materialIds: string[], carrier?: Carrier) => {
      setRecording(true);
      const starting = started(materialIds);
      const taking = starting.then(toBeCarried);
      await (carrier ? toCarrier(carrier, idOf(taking)) : toBrowser(taking));
      // What failed was said where it is carried.
      const recorded = await starting.catch(() => null);
      setRecording(false);
      if (!recorded) return false;
      onRecorded?.();
      const { taken, processing } = recorded;
      if (processing > 0) void client.invalidateQueries({ queryKey: proxiesKey });
      if (taken && processing > 0) {
        const words = beingMadeInWords(taken.files, processing);
        say((said) => ({
          ...{ tone: "done", ...said, makingAt: Date.now() },
          words: said ? `${said.words} ${words}` : words,
        }));
      }
      return true;
    },
    [client, say, toBrowser, toCarrier, onRecorded],
  );
  return { recording, take };
}

const started = (materialIds: string[]) =>
  settled(startDownloadsAction({ materialIds })).catch((error: Error) => {
    throw new Refusal(`The download did not start; your selection is kept. ${error.message}`);
  });

type Started = Awaited<ReturnType<typeof started>>;

function toBeCarried({ taken, processing }: Started): TakenBundle {
  if (!taken)
    throw new Refusal(beingMadeInWords(0, processing), { tone: "done", makingAt: Date.now() });
  return taken;
}
