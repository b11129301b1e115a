"use client";

import { useCallback, useState } from "react";
import { startDownloadsAction } from "@/lib/downloads/actions";
import type { Carrier } from "./carriers";
import { idOf, Refusal, settled, useCarrying } from "./use-carrying";

/** Records downloads and hands them to the browser, or to whatever else is to carry them. */
export function useTaking(onRecorded?: () => void) {
  const [recording, setRecording] = useState(false);
  const { toBrowser, toCarrier } = useCarrying();
  const take = useCallback(
    /**
     * To be called while the click is handled.
     * @param carrier the browser's own downloads without
     * @returns whether they are recorded
     */
    async (materialIds: string[], carrier?: Carrier) => {
      setRecording(true);
      const taking = started(materialIds);
      await (carrier ? toCarrier(carrier, idOf(taking)) : toBrowser(taking));
      // What failed was said where it is carried.
      const recorded = await taking.then(
        () => true,
        () => false,
      );
      setRecording(false);
      if (recorded) onRecorded?.();
      return recorded;
    },
    [toBrowser, toCarrier, onRecorded],
  );
  return { recording, take };
}

async function started(materialIds: string[]) {
  const taken = await settled(startDownloadsAction({ materialIds })).catch((error: Error) => {
    throw new Refusal(`The download did not start; your selection is kept. ${error.message}`);
  });
  if (!taken) throw new Refusal("The files are still being made; nothing can be sent yet.");
  return taken;
}
