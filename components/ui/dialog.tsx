"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;

const places = {
  left: "inset-y-0 left-0 w-80 max-w-[calc(100vw-3rem)] border-r",
  right: "inset-y-0 right-0 w-md max-w-full border-l",
};

type DialogSheetProps = {
  title: string;
  side: keyof typeof places;
  children: ReactNode;
};

/** A dialog that stands at one edge: a drawer at the left, a panel at the right. */
export function DialogSheet({ title, side, children }: DialogSheetProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-black/50" />
      <Radix.Content
        aria-describedby={undefined}
        // It leaves full screen first.
        onEscapeKeyDown={(event) => document.fullscreenElement && event.preventDefault()}
        className={clsx(
          "fixed z-50 flex animate-appear flex-col border-line bg-surface outline-none",
          places[side],
        )}
      >
        <header className="flex h-12 shrink-0 items-center justify-between border-line border-b pr-2 pl-4">
          <Radix.Title className="font-semibold text-title">{title}</Radix.Title>
          <Radix.Close asChild>
            <IconButton label="Close">
              <X />
            </IconButton>
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  );
}
