"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { EarlyPress } from "./keep-presses";

/** Around all of the page: presses again what was pressed before React listened, in its order. */
export function EarlyPresses({ children }: { children: ReactNode }) {
  // React takes over at once what is pressed while it is still about the page; those it hears of itself.
  const heard = useRef(new WeakSet<Event>());
  useEffect(() => {
    const { earlyPresses = [], keepPress } = window;
    if (keepPress) document.removeEventListener("click", keepPress, true);
    window.earlyPresses = [];
    for (const early of repeatsLeftOut(earlyPresses))
      if (!heard.current.has(early.press)) again(early);
  }, []);
  return (
    <div className="contents" onClickCapture={(press) => heard.current.add(press.nativeEvent)}>
      {children}
    </div>
  );
}

/** A button that seems dead is pressed again and again, and meant once; a box that is pressed twice is unticked. */
const repeatsLeftOut = (presses: EarlyPress[]) =>
  presses.filter(
    ({ press: { target } }, i) =>
      target instanceof HTMLInputElement || target !== presses[i - 1]?.press.target,
  );

function again({ press: { target, shiftKey }, checked }: EarlyPress) {
  if (!(target instanceof Element)) return;
  const how = { bubbles: true, cancelable: true, shiftKey };
  // As it stood before: the browser has ticked it already, and would now take that back.
  if (target instanceof HTMLInputElement) target.checked = !checked;
  // Menus open before the button is let go.
  if (target.closest("[aria-haspopup=menu]"))
    target.dispatchEvent(new PointerEvent("pointerdown", { ...how, pointerType: "mouse" }));
  target.dispatchEvent(new MouseEvent("click", how));
}
