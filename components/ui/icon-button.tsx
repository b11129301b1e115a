"use client";

import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { AppLink } from "./app-link";
import { Tooltip } from "./tooltip";

type Named = {
  /** What it does: the accessible name and the tooltip. */
  label: string;
  /** The icon. */
  children: ReactNode;
};

const look = (className?: string) =>
  clsx(
    "inline-grid size-8 shrink-0 place-items-center rounded text-ink-2 transition-colors duration-100",
    "hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-50",
    className,
  );

/** A button of which only the icon is seen. */
export function IconButton({
  label,
  className,
  children,
  type = "button",
  ...props
}: Named & Omit<ComponentProps<"button">, "aria-label">) {
  return (
    <Tooltip label={label}>
      <button type={type} aria-label={label} className={look(className)} {...props}>
        {children}
      </button>
    </Tooltip>
  );
}

/** A link of which only the icon is seen. */
export function IconLink({
  label,
  className,
  children,
  ...props
}: Named & Omit<ComponentProps<typeof AppLink>, "aria-label">) {
  return (
    <Tooltip label={label}>
      <AppLink aria-label={label} className={look(className)} {...props}>
        {children}
      </AppLink>
    </Tooltip>
  );
}
