"use client";

import { Download, PanelRight, RotateCcw, Stamp, X } from "lucide-react";
import { memo, type RefObject, useEffect, useState } from "react";
import { useProxy } from "@/components/downloads/use-proxy";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { canBeTaken } from "@/lib/materials/rules";
import type { ListedMaterial } from "@/lib/materials/types";
import { titleLabel } from "./cells";
import styles from "./lines.module.css";

/** Stands in each line, and is no more than three dots: the one menu of the list hears of its clicks. */
export function RowMenuButton({ row }: { row: ListedMaterial }) {
  const name = row.fileName ?? row.assetType.name;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-row-menu
      aria-haspopup="menu"
      aria-label={`Actions for ${titleLabel(row.title)}, ${name}`}
      className={styles.menu}
    />
  );
}

export type RowActs = {
  mayDownload: boolean;
  recording: boolean;
  openFile: (row: ListedMaterial) => void;
  download: (id: string) => void;
  /** Something was asked of the server that changes the row. */
  onChanged: () => void;
};

type RowMenuProps = RowActs & {
  grid: RefObject<HTMLElement | null>;
  rowsById: ReadonlyMap<string, ListedMaterial>;
};

type Opened = { id: string; line: HTMLElement; place: DOMRect };

/**
 * What can be done with one material, whatever is ticked: by its line's button, by the menu key, or by
 * Shift+F10. One menu for the whole list, which takes the place of the line that it was opened for.
 */
export const RowMenu = memo(function RowMenu({ grid, rowsById, ...acts }: RowMenuProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    const openAt = (event: Event) => {
      const line = (event.target as HTMLElement).closest<HTMLElement>("[data-line]");
      const mark = line?.querySelector("[data-row-menu]");
      if (!line?.dataset.line || !mark) return;
      event.preventDefault();
      // Neither the line's click, which opens the panel, nor the grid's keys.
      event.stopPropagation();
      setOpened({ id: line.dataset.line, line, place: mark.getBoundingClientRect() });
    };
    const click = (event: MouseEvent) => {
      if ((event.target as HTMLElement).closest("[data-row-menu]")) openAt(event);
    };
    const keydown = (event: KeyboardEvent) => {
      if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) openAt(event);
    };
    element.addEventListener("click", click);
    element.addEventListener("keydown", keydown);
    return () => {
      element.removeEventListener("click", click);
      element.removeEventListener("keydown", keydown);
    };
  }, [grid]);
  const row = opened && rowsById.get(opened.id);
  // What has left the list is not to come back with its menu open.
  useEffect(() => {
    if (opened && !row) setOpened(null);
  }, [opened, row]);
  const { left, top, width, height } = opened?.place ?? { left: 0, top: 0, width: 0, height: 0 };
  // Always there: it has to have seen the key that opens it, to begin with its first entry.
  return (
    <Menu open={Boolean(row)} onOpenChange={(open) => !open && setOpened(null)}>
      <MenuTrigger asChild>
        <span
          aria-hidden
          className="pointer-events-none fixed"
          style={{ left, top, width, height }}
        />
      </MenuTrigger>
      {opened && row && (
        <MenuContent
          align="start"
          aria-labelledby={undefined}
          aria-label={`Actions for ${row.fileName ?? titleLabel(row.title)}`}
          // The menu key asks for the browser's own on some systems too, when it is let go.
          onContextMenu={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What was chosen may have taken the focus elsewhere.
            if (document.activeElement === document.body)
              opened.line.focus({ preventScroll: true });
          }}
        >
          <Items row={row} {...acts} />
        </MenuContent>
      )}
    </Menu>
  );
});

type ItemsProps = RowActs & { row: ListedMaterial };

function Items({ row, mayDownload, recording, openFile, download, onChanged }: ItemsProps) {
  const { busy, request, cancel } = useProxy(row.id, onChanged);
  return (
    <>
      <MenuItem onSelect={() => openFile(row)}>
        <PanelRight />
        Open details
      </MenuItem>
      {mayDownload && canBeTaken(row) && (
        <MenuItem disabled={recording} onSelect={() => download(row.id)}>
          <Download />
          Download this file
        </MenuItem>
      )}
      {mayDownload && row.availability === "not_available" && (
        <MenuItem disabled={busy} onSelect={request}>
          <Stamp />
          Request proxy
        </MenuItem>
      )}
      {mayDownload && row.availability === "processing" && (
        <MenuItem disabled={busy} onSelect={cancel}>
          <X />
          Cancel the proxy
        </MenuItem>
      )}
      {mayDownload && row.availability === "failed" && (
        <MenuItem disabled={busy} onSelect={request}>
          <RotateCcw />
          Retry the proxy
        </MenuItem>
      )}
    </>
  );
}
