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
    /** @param carrier the browser's own downloads without */
    async (materialIds: string[], carrier?: Carrier) => {
      setRecording(true);
      const taking = started(materialIds);
      const carried = carrier ? toCarrier(carrier, idOf(taking)) : toBrowser(taking);
      await taking.then(onRecorded, () => {}); // What failed is said where it is carried.
      setRecording(false);
      await carried;
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
