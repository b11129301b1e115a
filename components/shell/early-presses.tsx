"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Around all of the page: presses again what was pressed before React listened, in its order. */
export function EarlyPresses({ children }: { children: ReactNode }) {
  // React takes over at once what is pressed while it is still about the page; those it hears of itself.
  const heard = useRef(new WeakSet<Event>());
  useEffect(() => {
    const { earlyPresses = [], keepPress } = window;
    if (keepPress) document.removeEventListener("click", keepPress, true);
    window.earlyPresses = [];
    for (const press of repeatsLeftOut(earlyPresses)) if (!heard.current.has(press)) again(press);
  }, []);
  return (
    <div className="contents" onClickCapture={(press) => heard.current.add(press.nativeEvent)}>
      {children}
    </div>
  );
}

/** A button that seems dead is pressed again and again, and meant once; a box that is pressed twice is unticked. */
const repeatsLeftOut = (presses: MouseEvent[]) =>
  presses.filter(
    ({ target }, i) => target instanceof HTMLInputElement || target !== presses[i - 1]?.target,
  );

function again({ target, shiftKey }: MouseEvent) {
  if (!(target instanceof Element)) return;
  const how = { bubbles: true, cancelable: true, shiftKey };
  // Menus open before the button is let go.
  if (target.closest("[aria-haspopup=menu]"))
    target.dispatchEvent(new PointerEvent("pointerdown", { ...how, pointerType: "mouse" }));
  target.dispatchEvent(new MouseEvent("click", how));
}
