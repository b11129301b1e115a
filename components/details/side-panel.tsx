"use client";

import { X } from "lucide-react";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from "react";
import { keepPreference } from "@/components/shell/preferences";
import { Dialog, DialogSheet } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { useMedia } from "@/components/ui/use-media";
import { clampWidth, widthLimits } from "./panel-width";

const step = 24;

type SidePanelProps = {
  title: string;
  /** Stands where the title would: what the panel is about, and how to go to the next. */
  bar: ReactNode;
  initialWidth: number;
  /** Takes the focus when what had it is gone. */
  ref: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
};

/** Stands at the right of the list; where there is no room for both, above it. */
export function SidePanel({ title, bar, initialWidth, ref, onClose, children }: SidePanelProps) {
  const beside = useMedia("(width >= 64rem)");
  const [width, setWidth] = useState(initialWidth);
  const dragged = useRef<{ x: number; width: number } | null>(null);
  const resize = (to: number) => setWidth(clampWidth(to));
  if (!beside)
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()}>
        <DialogSheet title={title} side="right">
          <div className="flex min-h-full flex-col" ref={ref as RefObject<HTMLDivElement | null>}>
            <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b pr-1 pl-4">
              {bar}
            </div>
            {children}
          </div>
        </DialogSheet>
      </Dialog>
    );
  return (
    <aside
      ref={ref}
      aria-label={title}
      tabIndex={-1}
      className="relative flex shrink-0 flex-col border-line border-l bg-surface outline-none"
      style={{ width }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is a separator with a value */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={`Width of ${title}`}
        aria-valuenow={width}
        aria-valuemin={widthLimits.min}
        aria-valuemax={widthLimits.max}
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
          keepPreference("panel", String(width));
        }}
        onKeyDown={(event: KeyboardEvent) => {
          const by = { ArrowLeft: step, ArrowRight: -step }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          resize(width + by);
          keepPreference("panel", String(clampWidth(width + by)));
        }}
      />
      <header className="flex h-10 shrink-0 items-center gap-1 border-line border-b pr-1 pl-4">
        {bar}
        <IconButton label={`Close ${title}`} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      {children}
    </aside>
  );
}
