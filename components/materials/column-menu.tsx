"use client";

import { clsx } from "clsx";
import { ArrowLeft, ArrowRight, EyeOff, ListFilter, Menu, MoveHorizontal } from "lucide-react";
import { createContext, useContext, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { isFiltering, openFilter } from "@/lib/materials/rules";
import type { ColumnFilter, ColumnId } from "@/lib/materials/types";
import type { ValueCount } from "./arrange";
import { columnsById } from "./columns";
import { FileName } from "./file-name";
import styles from "./header-cell.module.css";
import { mayHide } from "./layout";
import { ValueList } from "./value-list";

/** Another one when there may be other values to count. */
export type ValuesOf = (column: ColumnId) => ValueCount[];

/** Apart from the actions, which stay the same: each key in a filter would draw all headers anew. */
export const ValuesOfContext = createContext<ValuesOf>(() => []);

export type ColumnMenuActions = {
  filter: (column: ColumnId, filter: ColumnFilter, how?: "typing") => void;
  move: (column: ColumnId, by: -1 | 1) => void;
  fit: (column: ColumnId) => void;
  hide: (column: ColumnId) => void;
};

type ColumnMenuProps = {
  column: ColumnId;
  filter: ColumnFilter | undefined;
  actions: ColumnMenuActions;
};

/** A column's filters, and what else can be done with it by keyboard. */
export function ColumnMenu({ column, filter = openFilter, actions }: ColumnMenuProps) {
  const { header } = columnsById[column];
  const filtered = isFiltering(filter);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={filtered ? `${header}: filtered; menu` : `${header}: menu`}
          className={clsx(
            "grid size-6 shrink-0 place-items-center rounded hover:bg-hover hover:text-ink",
            filtered ? "text-accent" : [styles.menu, "text-ink-3"],
          )}
        >
          {filtered ? <ListFilter /> : <Menu />}
        </button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={`${header}: filter`} className="w-72">
        <OpenMenu column={column} filter={filter} actions={actions} />
      </PopoverContent>
    </Popover>
  );
}

/** Apart, so that values are only counted while the menu is open. */
function OpenMenu({
  column,
  filter,
  actions,
}: Required<ColumnMenuProps> & { filter: ColumnFilter }) {
  const { header } = columnsById[column];
  const valuesOf = useContext(ValuesOfContext);
  const counted = useMemo(() => valuesOf(column), [valuesOf, column]);
  return (
    <>
      <div className="flex items-center gap-1 border-line border-b p-2">
        <input
          type="search"
          aria-label={`Filter ${header} by words`}
          placeholder="Words to find"
          maxLength={200}
          value={filter.text}
          onChange={(event) =>
            actions.filter(column, { ...filter, text: event.target.value }, "typing")
          }
          className="field h-7 min-w-0 flex-1"
        />
        <Button
          tone="plain"
          className="h-7 px-2"
          disabled={!isFiltering(filter)}
          onClick={() => actions.filter(column, openFilter)}
        >
          Clear
        </Button>
      </div>
      <div className="flex min-h-0 flex-1 flex-col pt-2">
        <ValueList
          column={header}
          show={column === "fileName" ? (name) => <FileName name={name} /> : (value) => value}
          counted={counted}
          values={filter.values}
          onChange={(values) => actions.filter(column, { ...filter, values })}
        />
      </div>
      <div className="flex items-center gap-1 border-line border-t p-1">
        <IconButton label={`Move ${header} left`} onClick={() => actions.move(column, -1)}>
          <ArrowLeft />
        </IconButton>
        <IconButton label={`Move ${header} right`} onClick={() => actions.move(column, 1)}>
          <ArrowRight />
        </IconButton>
        <IconButton label={`Fit ${header} to its content`} onClick={() => actions.fit(column)}>
          <MoveHorizontal />
        </IconButton>
        {mayHide(column) && (
          <PopoverClose asChild>
            <IconButton
              label={`Hide ${header}`}
              className="ml-auto"
              onClick={() => actions.hide(column)}
            >
              <EyeOff />
            </IconButton>
          </PopoverClose>
        )}
      </div>
    </>
  );
}
