"use client";

import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "@/components/ui/tooltip";
import { usePlayer } from "../player-context";

type ControlButtonProps = Omit<ComponentProps<"button">, "aria-label" | "onClick"> & {
  /** What it does: the accessible name and the tooltip. */
  label: string;
  /** The key that does the same. */
  shortcut?: string;
  /** Why it does nothing now; it is grayed then, and says so. */
  reason?: string | undefined;
  onPress?: () => void;
  children: ReactNode;
};

/** A button of the player. Pressed by the mouse, it leaves the keys to the player. */
export function ControlButton(props: ControlButtonProps) {
  const { label, shortcut, reason, onPress, className, children, ...rest } = props;
  const { takeFocus } = usePlayer();
  const said = shortcut ? `${label} (${shortcut})` : label;
  return (
    <Tooltip label={reason ? `${label}: ${reason}` : said} side="top">
      <button
        type="button"
        aria-label={label}
        aria-disabled={reason ? true : undefined}
        className={clsx(
          "inline-flex size-8 shrink-0 items-center justify-center rounded text-ink-2 transition-colors duration-100",
          reason ? "cursor-default! opacity-50" : "hover:bg-hover hover:text-ink",
          className,
        )}
        {...(onPress && {
          onClick: ({ detail }) => {
            if (!reason) onPress();
            // Zero for a key.
            if (detail > 0) takeFocus();
          },
        })}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
