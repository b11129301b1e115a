"use client";

import { clsx } from "clsx";
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps } from "react";
import { usePortalContainer } from "./portal-container";

/** Not modal: the page behind it keeps its scrollbar, so nothing jumps. */
export function Menu(props: ComponentProps<typeof DropdownMenu.Root>) {
  return <DropdownMenu.Root modal={false} {...props} />;
}

export const MenuTrigger = DropdownMenu.Trigger;
export const MenuRadioGroup = DropdownMenu.RadioGroup;

export function MenuContent({ className, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal container={usePortalContainer()}>
      <DropdownMenu.Content
        sideOffset={4}
        collisionPadding={8}
        className={clsx(
          "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 animate-appear overflow-y-auto",
          "rounded-md border border-line bg-raised p-1 shadow-lg shadow-black/20",
          className,
        )}
        {...props}
      />
    </DropdownMenu.Portal>
  );
}

const entry =
  "flex min-h-7 cursor-pointer select-none items-center gap-2 rounded px-2 py-1 text-list text-ink outline-none data-disabled:cursor-default data-disabled:text-ink-3 data-highlighted:bg-hover";

export function MenuItem({ className, ...props }: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item className={clsx(entry, className)} {...props} />;
}

/** One of several that may be on together: the menu stays open. */
export function MenuCheckboxItem({
  children,
  onSelect,
  ...props
}: ComponentProps<typeof DropdownMenu.CheckboxItem>) {
  return (
    <DropdownMenu.CheckboxItem
      className={entry}
      onSelect={(event) => {
        event.preventDefault();
        onSelect?.(event);
      }}
      {...props}
    >
      <span
        aria-hidden
        className="grid size-4 shrink-0 place-items-center rounded-[3px] border border-line-strong in-data-[state=checked]:border-accent-fill in-data-[state=checked]:bg-accent-fill"
      >
        <DropdownMenu.ItemIndicator>
          <Check className="size-3 text-on-accent" strokeWidth={3} />
        </DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

/** One of several of which exactly one is on. */
export function MenuRadioItem({
  children,
  ...props
}: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem className={entry} {...props}>
      <span aria-hidden className="grid size-4 shrink-0 place-items-center">
        <DropdownMenu.ItemIndicator>
          <Check />
        </DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.RadioItem>
  );
}

export function MenuLabel(props: ComponentProps<typeof DropdownMenu.Label>) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-ink-3 text-label" {...props} />;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
