"use client";

import { Tooltip as Radix } from "radix-ui";
import { type FocusEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { usePortalContainer } from "./portal-container";

/** Stands once around the app: after the first tooltip, neighbours open without delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

type TooltipProps = {
  label: ReactNode;
  /** One element that takes a ref and events. */
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
};

/** At which each of Radix's layers looks whether it is the topmost by now: only that one listens for Escape. */
const layersChanged = "dismissableLayer.update";

/**
 * Says more on hover and on keyboard focus; never the only place of something that is needed.
 * Escape closes it, and where the button has the focus goes on to what lies below.
 */
export function Tooltip({ label, children, side = "bottom" }: TooltipProps) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    // Before the document hears of the key: there Radix has the topmost layer take it.
    const makeWay = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || trigger.current !== document.activeElement) return;
      flushSync(() => setOpen(false));
      flushSync(() => document.dispatchEvent(new CustomEvent(layersChanged)));
    };
    window.addEventListener("keydown", makeWay, true);
    return () => window.removeEventListener("keydown", makeWay, true);
  }, [open]);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild ref={trigger} onFocus={onlyByKeyboard}>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={usePortalContainer()}>
        <Radix.Content
          side={side}
          sideOffset={4}
          collisionPadding={8}
          // Radix takes an appearing that has only begun for one of going, and would keep it, topmost, till it ends.
          className="z-50 max-w-96 animate-appear data-[state=closed]:animate-none rounded bg-ink px-2 py-1 text-label text-ground wrap-anywhere"
        >
          {label}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * A menu that closes gives focus back to its button, which is no reason to explain the button. Such focus comes
 * from nowhere, the menu being gone.
 */
function onlyByKeyboard(event: FocusEvent<HTMLElement>) {
  if (!event.relatedTarget || !event.currentTarget.matches(":focus-visible"))
    event.preventDefault();
}
