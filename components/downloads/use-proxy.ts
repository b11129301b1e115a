"use client";

import { useCallback, useState } from "react";
import type { ActionResult } from "@/lib/auth/types";
import { cancelProxyAction, requestProxyAction } from "@/lib/proxies/actions";
import { useDownloads } from "./downloads-context";
import { Refusal, settled } from "./use-carrying";
import { proxiesKey } from "./use-requested-proxies";

/** Has the user's copy of one material made, or stops that; a refusal is said at the page's edge. */
export function useProxy(materialId: string, onChanged?: () => void) {
  const { client, say } = useDownloads();
  const [busy, setBusy] = useState(false);
  const act = useCallback(
    async (action: (input: { materialId: string }) => Promise<ActionResult<unknown>>) => {
      setBusy(true);
      try {
        await settled(action({ materialId }));
        onChanged?.();
        await client.invalidateQueries({ queryKey: proxiesKey });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        say({ tone: "refused", words: error.message });
      } finally {
        setBusy(false);
      }
    },
    [client, say, materialId, onChanged],
  );
  return {
    busy,
    request: () => void act(requestProxyAction),
    cancel: () => void act(cancelProxyAction),
  };
}
