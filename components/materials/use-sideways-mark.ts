"use client";

import { type RefObject, useLayoutEffect } from "react";

/** Marks a scroller while it is scrolled sideways. */
export function useSidewaysMark(scroller: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const mark = () => element.toggleAttribute("data-sideways", element.scrollLeft > 0);
    mark();
    element.addEventListener("scroll", mark, { passive: true });
    return () => element.removeEventListener("scroll", mark);
  }, [scroller]);
}
