"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { Dialog, DialogSheet } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { useMedia } from "./use-media";

const limits = { min: 320, max: 720 };
const step = 24;

type SidePanelProps = { title: string; onClose: () => void; children: ReactNode };

/** Stands at the right of the list; where there is no room for both, above it. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const beside = useMedia("(width >= 64rem)");
  const [width, setWidth] = useState(440);
  const dragged = useRef<{ x: number; width: number } | null>(null);
  const resize = (to: number) => setWidth(Math.min(limits.max, Math.max(limits.min, to)));
  if (!beside)
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()}>
        <DialogSheet title={title} side="right">
          {children}
        </DialogSheet>
      </Dialog>
    );
  return (
    <aside
      aria-label={title}
      className="relative flex shrink-0 flex-col border-line border-l bg-surface"
      style={{ width }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is a separator with a value */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={`Width of ${title}`}
        aria-valuenow={width}
        aria-valuemin={limits.min}
        aria-valuemax={limits.max}
        tabIndex={0}
        className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/40"
        onPointerDown={(event: PointerEvent<HTMLElement>) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = { x: event.clientX, width };
        }}
        onPointerMove={({ clientX }) =>
          dragged.current && resize(dragged.current.width + dragged.current.x - clientX)
        }
        onPointerUp={() => {
          dragged.current = null;
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === "ArrowLeft") resize(width + step);
          if (event.key === "ArrowRight") resize(width - step);
        }}
      />
      <header className="flex h-10 shrink-0 items-center justify-between border-line border-b pr-1 pl-4">
        <h2 className="font-semibold">{title}</h2>
        <IconButton label={`Close ${title}`} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </aside>
  );
}
