"use client";

import { Tooltip as Radix } from "radix-ui";
import type { FocusEvent, ReactNode } from "react";
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

/** Says more on hover and on keyboard focus; never the only place of something that is needed. */
export function Tooltip({ label, children, side = "bottom" }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild onFocus={onlyByKeyboard}>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={usePortalContainer()}>
        <Radix.Content
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-w-96 animate-appear rounded bg-ink px-2 py-1 text-label text-ground wrap-anywhere"
        >
          {label}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * A menu that closes gives focus back to its button, which is no reason to explain the button: the tooltip
 * would also take the next Escape to itself. Such focus comes from nowhere, the menu being gone.
 */
function onlyByKeyboard(event: FocusEvent<HTMLElement>) {
  if (!event.relatedTarget || !event.currentTarget.matches(":focus-visible"))
    event.preventDefault();
}
