"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { afterPaint } from "@/components/ui/after-paint";
import { readView, statesView, type View, writeView } from "./view";

/** Typing makes one step of the history, and writes to the address when it pauses: browsers limit how often it may change. */
const typingPause = 250;

export type ChangeView = (change: Partial<View>, how?: "step" | "typing") => void;

/** The page's view: state first, so that nothing waits for the address, which follows it. */
export function useView(initial: View): [View, ChangeView] {
  const [view, setView] = useState(initial);
  const latest = useRef(initial);
  const typing = useRef<ReturnType<typeof setTimeout> | null>(null);
  const wasTyping = useRef(false);
  const onPage = useRef(true);

  useEffect(() => {
    onPage.current = true;
    return () => {
      onPage.current = false;
    };
  }, []);

  useEffect(() => {
    const goBack = () => {
      if (typing.current) clearTimeout(typing.current);
      wasTyping.current = false;
      latest.current = readView(new URLSearchParams(window.location.search));
      setView(latest.current);
    };
    // Back from another page, Next shows what the server drew for an earlier address.
    // One that states nothing leaves the remembered order alone.
    const address = new URLSearchParams(window.location.search);
    if (statesView(address) && textOf(readView(address)) !== textOf(latest.current)) goBack();
    window.addEventListener("popstate", goBack);
    return () => window.removeEventListener("popstate", goBack);
  }, []);

  const change = useCallback<ChangeView>((part, how = "step") => {
    latest.current = { ...latest.current, ...part };
    setView(latest.current);
    if (typing.current) clearTimeout(typing.current);
    const { current: now } = latest;
    if (how === "typing" && wasTyping.current)
      typing.current = setTimeout(() => writeAddress(latest.current, "replaceState"), typingPause);
    // Next draws its own parts anew for a new address: nothing that was pressed waits for that.
    else afterPaint(() => onPage.current && writeAddress(now, "pushState"));
    wasTyping.current = how === "typing";
  }, []);

  return [view, change];
}

const textOf = (view: View) => writeView(view, new URLSearchParams()).toString();

function writeAddress(view: View, how: "pushState" | "replaceState") {
  const { pathname, search } = window.location;
  const params = writeView(view, new URLSearchParams(search)).toString();
  const address = params ? `${pathname}?${params}` : pathname;
  if (address !== pathname + search) window.history[how](null, "", address);
}
