"use client";

import { Tooltip as Radix } from "radix-ui";
import {
  type FocusEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import { afterPaint } from "./after-paint";
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

/**
 * Says more on hover and on keyboard focus; never the only place of something that is needed.
 * Escape closes it, and where the button has the focus goes on to what lies below.
 */
export function Tooltip({ label, children, side = "bottom" }: TooltipProps) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const makeWay = (event: KeyboardEvent) => {
      const { key, code, isTrusted } = event;
      const button = trigger.current;
      if (key !== "Escape" || !isTrusted || !button || button !== document.activeElement) return;
      event.stopImmediatePropagation();
      setOpen(false);
      const again = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
      whenGone(content, () => button.dispatchEvent(again));
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
          ref={content}
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

/** Does something once an element has left the page, and what lay below it knows that nothing covers it any more. */
function whenGone(element: RefObject<Element | null>, then: () => void, frames = 30) {
  afterPaint(() => {
    if (element.current && frames > 0) whenGone(element, then, frames - 1);
    else afterPaint(then);
  });
}

/**
 * A menu that closes gives focus back to its button, which is no reason to explain the button. Such focus comes
 * from nowhere, the menu being gone.
 */
function onlyByKeyboard(event: FocusEvent<HTMLElement>) {
  if (!event.relatedTarget || !event.currentTarget.matches(":focus-visible"))
    event.preventDefault();
}
