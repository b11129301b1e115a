"use client";

import { clsx } from "clsx";
import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { usePortalContainer } from "./portal-container";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverClose = Radix.Close;

/** A small dialog beside the button that opens it; the page behind stays usable. */
export function PopoverContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal container={usePortalContainer()}>
      <Radix.Content
        sideOffset={4}
        collisionPadding={8}
        className={clsx(
          "z-50 flex max-h-(--radix-popover-content-available-height) animate-appear flex-col outline-none",
          "rounded-md border border-line bg-raised shadow-lg shadow-black/20",
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  );
}
