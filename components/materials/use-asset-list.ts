"use client";

import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useAfterPaint } from "@/components/ui/after-paint";
import { countAvailable, countGroups, isFiltering, openFilter } from "@/lib/materials/rules";
import type { AssetTypeOfRequests, ColumnId, ListedMaterial } from "@/lib/materials/types";
import { arrange, countValues, rowFilter, toLines, type ValueCount } from "./arrange";
import type { GridActions } from "./asset-grid";
import { type Clock, cellReader, type ReadCell } from "./cells";
import { columnsById } from "./columns";
import { defaultLayout, type Layout, toggleColumn } from "./layout";
import { boxesOf, summarise } from "./ticks";
import { useLayout } from "./use-layout";
import { useReadAhead } from "./use-read-ahead";
import { useTicks } from "./use-ticks";
import { useView } from "./use-view";
import { defaultView, type View } from "./view";

type AssetListState = {
  rows: ListedMaterial[];
  assetTypes: readonly AssetTypeOfRequests[];
  userId: string;
  clock: Clock;
  initial: { view: View; layout: Layout };
};

/** What the page shows of its rows, and everything that changes it. */
export function useAssetList({ rows, assetTypes, userId, clock, initial }: AssetListState) {
  const [layout, setLayout] = useLayout(userId, initial.layout);
  const [stated, changeView] = useView(initial.view);
  const view = useMemo(() => knownType(stated, assetTypes), [stated, assetTypes]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(nothingClosed);
  const [said, say] = useState("");

  const read = useMemo(() => cellReader(clock), [clock]);
  const [readAtFirst] = useState(() => read);
  useReadAhead(rows, readAtFirst);
  const { group, assetType, filters, sort } = view;
  // What was pressed or typed is painted first; the lines follow it, and a next key need not wait for them.
  const arrangement = useAfterPaint(
    useMemo(
      () => ({ arranged: { group, assetType, filters, sort }, closed }),
      [group, assetType, filters, sort, closed],
    ),
  );
  const { arranged } = arrangement;
  // Only what dates say hangs on the clock: where they are not filtered by it, no step of it arranges all rows anew.
  const readNow = arranged.filters.deliveredOn ? read : readAtFirst;
  const sections = useMemo(
    () => arrange(rows, assetTypes, arranged, readNow),
    [rows, assetTypes, arranged, readNow],
  );
  const lines = useMemo(
    () => toLines(sections, arrangement.closed),
    [sections, arrangement.closed],
  );
  const shownRows = useMemo(() => sections.flatMap((section) => section.rows), [sections]);
  const passes = useMemo(() => rowFilter(arranged, readNow), [arranged, readNow]);
  const ofRows = useMemo(
    () => ({
      byId: new Map(rows.map((row) => [row.id, row])),
      counts: countGroups(rows),
      available: countAvailable(rows),
      delivered: new Set(rows.flatMap((row) => (row.version === null ? [] : row.assetType.code))),
    }),
    [rows],
  );

  // What was drawn last, so that the actions stay the same: another set of them would draw every line anew.
  const drawn = useRef({ lines, shownRows, filters, sort });
  useLayoutEffect(() => {
    drawn.current = { lines, shownRows, filters, sort };
  });
  const ticking = useTicks(
    rows,
    useCallback(
      () => drawn.current.lines.flatMap((line) => (line.kind === "row" ? line.row : [])),
      [],
    ),
  );
  const { ticks, toggleRow, toggleRows } = ticking;
  const boxes = useMemo(() => boxesOf(sections, ticks), [sections, ticks]);
  const summary = useMemo(() => summarise(rows, ticks, passes), [rows, ticks, passes]);

  const actions = useMemo<GridActions>(
    () => ({
      toggleType: (code, open) =>
        setClosed((now) => {
          const isOpen = !now.has(code);
          if (open === isOpen) return now;
          return isOpen ? new Set([...now, code]) : new Set([...now].filter((it) => it !== code));
        }),
      tickType: (section) => toggleRows(section.rows),
      tickRow: toggleRow,
      tickAll: () => toggleRows(drawn.current.shownRows),
      openFile: ({ id }) => changeView({ file: id }),
      closeFile: () => changeView({ file: null }),
      sort: (column) => {
        const next = nextSort(drawn.current.sort, column);
        changeView({ sort: next });
        setLayout((now) => ({ ...now, sort: next }));
        const header = columnsById[column].header;
        say(
          next
            ? `Sorted by ${header}, ${next.descending ? "descending" : "ascending"}.`
            : "Not sorted.",
        );
      },
      filter: (column, filter, how) => {
        const { [column]: _, ...others } = drawn.current.filters;
        changeView(
          {
            filters: isFiltering(filter) || filter.text ? { ...others, [column]: filter } : others,
          },
          how,
        );
      },
    }),
    [changeView, setLayout, toggleRow, toggleRows],
  );

  // A column's own filter changes none of its counts: typing in it must not count anew with each key.
  const counted = useRef<CountedValues | null>(null);
  const valuesOf = useCallback(
    (column: ColumnId) => {
      const { [column]: _, ...others } = filters;
      const key = JSON.stringify([column, group, assetType, others]);
      const last = counted.current;
      if (last?.key === key && last.rows === rows && last.read === read) return last.values;
      const values = countValues(rows, column, { group, assetType, filters }, read);
      counted.current = { key, rows, read, values };
      return values;
    },
    [rows, group, assetType, filters, read],
  );

  const allCollapsed =
    sections.length > 0 && sections.every(({ assetType: { code } }) => closed.has(code));
  const collapseAll = (collapsed: boolean) =>
    setClosed(collapsed ? new Set(assetTypes.map(({ code }) => code)) : nothingClosed);
  /** All but the ticks, and the file that is open. */
  const reset = () => {
    changeView({ ...defaultView, file: view.file });
    setLayout(defaultLayout);
    setClosed(nothingClosed);
    say("All filters, the order and the columns are as at first.");
  };
  const clearFilter = (column: ColumnId) => actions.filter(column, openFilter);
  const showAll = () => {
    changeView({ group: "all", assetType: null, filters: {} });
    setClosed(nothingClosed);
  };
  const showFiles = (files: readonly { fileName: string }[]) => {
    const keep = [...new Set(files.map(({ fileName }) => fileName))];
    const filters = { fileName: { text: "", values: { keep } } };
    changeView({ group: "all", assetType: null, filters });
    setClosed(nothingClosed);
  };
  return {
    view,
    changeView,
    layout,
    setLayout,
    sections,
    lines,
    arrangement,
    ofRows,
    ticking,
    boxes,
    summary,
    actions,
    valuesOf,
    said,
    allCollapsed,
    collapseAll,
    reset,
    showAll,
    showFiles,
    clearFilter,
    toggleColumn: (column: ColumnId) => setLayout((now) => toggleColumn(now, column)),
    shown: shownRows.length,
  };
}

type CountedValues = {
  key: string;
  rows: readonly ListedMaterial[];
  read: ReadCell;
  values: ValueCount[];
};

const nothingClosed: ReadonlySet<string> = new Set();

/** An asset type that the requests don't have narrows nothing. */
const knownType = (view: View, assetTypes: readonly AssetTypeOfRequests[]): View =>
  assetTypes.some(({ code }) => code === view.assetType) ? view : { ...view, assetType: null };

/** Ascending, descending, as delivered by the catalogue. */
function nextSort(sort: View["sort"], column: ColumnId): View["sort"] {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
