"use client";

import { useCallback, useState } from "react";
import { startDownloadsAction } from "@/lib/downloads/actions";
import type { Carrier } from "./carriers";
import { Refusal, settled, useCarrying } from "./use-carrying";

/** Records downloads and hands them to the browser, or to whatever else is to carry them. */
export function useTaking(onRecorded?: () => void) {
  const [recording, setRecording] = useState(false);
  const carry = useCarrying();
  const take = useCallback(
    async (materialIds: string[], carrier: Carrier = "browser") => {
      setRecording(true);
      const taking = started(materialIds);
      const carried = carry(carrier, taking);
      await taking.then(onRecorded, () => {}); // What failed is said by `carry`.
      setRecording(false);
      await carried;
    },
    [carry, onRecorded],
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
