"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { Commands } from "./commands";
import { commandOf, isForFocused, sheetKey } from "./shortcuts";

type PlayerKeys = {
  keysFrom: RefObject<HTMLElement | null>;
  root: RefObject<HTMLElement | null>;
  commands: () => Commands;
  seekSeconds: number;
  languageMenu: boolean;
  setSheetOpen: (change: (open: boolean) => boolean) => void;
};

/** The player's keys, for as long as the focus is in the panel and not in something that takes keys itself. */
export function usePlayerKeys(given: PlayerKeys) {
  const latest = useRef(given);
  latest.current = given;
  const { keysFrom } = given;
  useEffect(() => {
    const panel = keysFrom.current;
    // The element's own listener, so that it is asked before the panel closes on Escape, and not for what
    // opens above the page.
    const onKeyDown = (event: KeyboardEvent) => {
      const { root, commands, seekSeconds, languageMenu, setSheetOpen } = latest.current;
      if (event.key === "Escape" && document.fullscreenElement === root.current) {
        if (root.current !== null && !event.defaultPrevented) void document.exitFullscreen();
        event.preventDefault();
        return;
      }
      if (event.key === sheetKey && !isForFocused(event.target as Element, sheetKey)) {
        event.preventDefault();
        setSheetOpen((open) => !open);
        return;
      }
      const command = commandOf(event);
      if (!command) return;
      event.preventDefault();
      command(commands(), { seekSeconds, languageMenu });
    };
    panel?.addEventListener("keydown", onKeyDown);
    return () => panel?.removeEventListener("keydown", onKeyDown);
  }, [keysFrom]);
}
