"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { foldText } from "@/lib/materials/rules";
import type { ColumnFilter } from "@/lib/materials/types";
import type { ValueCount } from "./arrange";

type Values = ColumnFilter["values"];

type ValueListProps = {
  column: string;
  /** How a value is shown. */
  show: (value: string) => ReactNode;
  /** Those that rows have under the other filters. */
  counted: ValueCount[];
  values: Values;
  onChange: (values: Values) => void;
};

const lineHeight = 28;

/** The values that a column has, each with its count, to be kept or dropped. */
export function ValueList({ column, show, counted, values, onChange }: ValueListProps) {
  const [search, setSearch] = useState("");
  const present = useMemo(() => withNamed(counted, values), [counted, values]);
  const found = useMemo(() => {
    const folded = foldText(search.trim());
    return folded ? present.filter(({ value }) => foldText(value).includes(folded)) : present;
  }, [present, search]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 6,
  });
  const keepFound = (kept: boolean) =>
    onChange(
      withValues(
        values,
        found.map(({ value }) => value),
        kept,
        present,
      ),
    );
  return (
    <fieldset className="flex min-h-0 min-w-0 flex-1 flex-col">
      <legend className="sr-only">Values of {column}</legend>
      <div className="flex items-center gap-1 px-2 pb-1">
        <input
          type="search"
          aria-label={`Search the values of ${column}`}
          placeholder="Search values"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="field h-7 min-w-0 flex-1"
        />
        <Button tone="plain" className="h-7 px-2" onClick={() => keepFound(true)}>
          All
        </Button>
        <Button tone="plain" className="h-7 px-2" onClick={() => keepFound(false)}>
          None
        </Button>
      </div>
      <div ref={scroller} className="max-h-64 min-h-20 overflow-y-auto px-2 pb-2">
        {found.length === 0 && <p className="px-1 py-2 text-ink-3">No value matches.</p>}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const entry = found[index];
            if (!entry) return null;
            const { value, count } = entry;
            return (
              <label
                key={value}
                className="absolute inset-x-0 flex h-7 items-center gap-2 rounded px-1 hover:bg-hover"
                style={{ transform: `translateY(${start}px)` }}
              >
                <input
                  type="checkbox"
                  className="tick shrink-0"
                  checked={isKept(values, value)}
                  onChange={(event) =>
                    onChange(withValues(values, [value], event.target.checked, present))
                  }
                />
                <bdi className="min-w-0 flex-1 truncate">
                  {value ? show(value) : <span className="text-ink-3">(empty)</span>}
                </bdi>
                <span className="text-ink-3 text-label">{count}</span>
              </label>
            );
          })}
        </div>
      </div>
    </fieldset>
  );
}

/** A value that the filter names stays in the list though no row has it now, or it could not be let go. */
function withNamed(counted: ValueCount[], values: Values): ValueCount[] {
  const known = new Set(counted.map(({ value }) => value));
  const named = "keep" in values ? values.keep : values.drop;
  const missing = named.filter((value) => !known.has(value));
  return [...counted, ...missing.map((value) => ({ value, count: 0 }))];
}

const isKept = (values: Values, value: string) =>
  "keep" in values ? values.keep.includes(value) : !values.drop.includes(value);

/** Keeps or drops some values; says it the shorter way, so that a value that comes up later is kept with "all but". */
export function withValues(
  values: Values,
  changed: readonly string[],
  kept: boolean,
  present: readonly ValueCount[],
): Values {
  const touched = new Set(changed);
  const keep: string[] = [];
  const drop: string[] = [];
  for (const { value } of present) {
    const stays = touched.has(value) ? kept : isKept(values, value);
    (stays ? keep : drop).push(value);
  }
  return drop.length <= keep.length ? { drop } : { keep };
}
