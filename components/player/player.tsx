"use client";

import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { PortalContainerProvider } from "@/components/ui/portal-container";
import { useRemembered } from "@/components/ui/remembered";
import type { ReadyPreview } from "@/lib/previews/types";
import { ControlBar } from "./control-bar";
import { PlayerProvider } from "./player-context";
import { makeStore } from "./player-state";
import { readSeekSeconds } from "./seek-seconds";
import { Stage } from "./stage";
import { useMedia } from "./use-media";
import { usePlayerKeys } from "./use-player-keys";

type PlayerProps = {
  preview: ReadyPreview;
  /** Of the file, for the accessible name. */
  name: string;
  /** Keys act while the focus is within it: the panel. */
  keysFrom: RefObject<HTMLElement | null>;
};

/** Plays a preview, exact to the frame. */
export function Player({ preview, name, keysFrom }: PlayerProps) {
  const root = useRef<HTMLElement>(null);
  const media = useRef<HTMLVideoElement>(null);
  const [store] = useState(makeStore);
  const [seekSeconds, setSeekSeconds] = useRemembered("seek-seconds", 1, readSeekSeconds);
  const [sheetOpen, setSheetOpen] = useState(false);
  const { commands, retry } = useMedia({ preview, store, root, media });
  const [fullScreen, setFullScreen] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const changed = () => {
      const own = root.current !== null && document.fullscreenElement === root.current;
      store.set({ fullScreen: own });
      setFullScreen(own ? root.current : null);
    };
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, [store]);
  const { languageMenu } = preview;
  usePlayerKeys({ keysFrom, root, commands, seekSeconds, languageMenu, setSheetOpen });
  const takeFocus = useCallback(() => root.current?.focus({ preventScroll: true }), []);
  const parts = useMemo(
    () => ({ preview, store, commands, seekSeconds, setSeekSeconds, takeFocus }),
    [preview, store, commands, seekSeconds, setSeekSeconds, takeFocus],
  );
  return (
    <PlayerProvider value={parts}>
      <PortalContainerProvider value={fullScreen}>
        <section
          ref={root}
          aria-label={`Player: ${name}`}
          tabIndex={-1}
          className="flex flex-col overflow-hidden rounded border border-line bg-surface outline-none [&:fullscreen]:rounded-none [&:fullscreen]:border-0"
        >
          <Stage media={media} onRetry={retry} />
          <ControlBar sheetOpen={sheetOpen} onSheet={setSheetOpen} />
        </section>
      </PortalContainerProvider>
    </PlayerProvider>
  );
}
