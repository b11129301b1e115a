"use client";

import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useRef,
} from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { useTicked } from "./ticked-store";
import { pageState, type Ticked, tickRow, tickRows } from "./ticking";

type Ticking = {
  ticked: Ticked;
  setTicked: (next: Ticked) => void;
  /** The references on this page, in their order. */
  page: string[];
  /** The row clicked last: where a range by shift starts. */
  anchor: RefObject<string | null>;
};

const TickingContext = createContext<Ticking | null>(null);

/** Around the table and its toolbar. */
export function TickingProvider(props: { userId: string; page: string[]; children: ReactNode }) {
  const [ticked, setTicked] = useTicked(props.userId);
  const anchor = useRef<string | null>(null);
  return (
    <TickingContext value={{ ticked, setTicked, page: props.page, anchor }}>
      {props.children}
    </TickingContext>
  );
}

export function useTicking(): Ticking {
  const ticking = useContext(TickingContext);
  if (!ticking) throw new Error("A tick box stands outside of its TickingProvider.");
  return ticking;
}

export const pageTickId = "tick-page";

/** Ticks the whole page. */
export function PageTick() {
  const { ticked, setTicked, page } = useTicking();
  const state = pageState(ticked, page);
  return (
    <Checkbox
      id={pageTickId}
      label="All on this page"
      checked={state}
      onChange={() => setTicked(tickRows(ticked, page, state !== true))}
    />
  );
}

/** Ticks one row; with shift, every row from the one before. Arrow keys lead to the next box. */
export function RowTick({ reference }: { reference: string }) {
  const { ticked, setTicked, page, anchor } = useTicking();
  return (
    <Checkbox
      label={reference}
      checked={ticked.has(reference)}
      data-tick={reference}
      onClick={({ shiftKey }) => {
        setTicked(tickRow(ticked, page, reference, shiftKey ? anchor.current : null));
        anchor.current = reference;
      }}
      onKeyDown={(event) => moveFocus(event, page, reference)}
    />
  );
}

const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

function moveFocus(event: KeyboardEvent, page: string[], reference: string) {
  const step = steps[event.key];
  const next = step && page[page.indexOf(reference) + step];
  if (!next) return;
  event.preventDefault();
  document.querySelector<HTMLElement>(`[data-tick="${CSS.escape(next)}"]`)?.focus();
}
