"use client";

import { Keyboard } from "lucide-react";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { sheetKey, shortcuts } from "../shortcuts";
import { ControlButton } from "./control-button";

type ShortcutsSheetProps = { open: boolean; onOpen: (open: boolean) => void };

/** All keys of the player. */
export function ShortcutsSheet({ open, onOpen }: ShortcutsSheetProps) {
  return (
    <Popover open={open} onOpenChange={onOpen}>
      <PopoverTrigger asChild>
        <ControlButton label="Keys of the player" shortcut={sheetKey}>
          <Keyboard />
        </ControlButton>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Keys of the player"
        side="top"
        className="w-80 overflow-y-auto p-3"
        onKeyDown={({ key }) => key === sheetKey && onOpen(false)}
      >
        <dl className="grid grid-cols-[6rem_1fr] gap-x-2 gap-y-2">
          {shortcuts.map(({ keys, does }) => (
            <div key={does} className="contents">
              <dt className="flex flex-wrap gap-1">
                {keys.map((key) => (
                  <kbd
                    key={key}
                    className="h-5 min-w-5 rounded border border-line-strong px-1 text-center font-sans text-label"
                  >
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd className="text-ink-2">{does}</dd>
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  );
}
