"use client";

import { clsx } from "clsx";
import type { ComponentProps } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "checked" | "aria-label"> & {
  /** What is ticked, for who can't see the row that it stands in. */
  label: string;
  /** "mixed": some of what it stands for, not all. */
  checked: boolean | "mixed";
};

/** A real checkbox, with a third state and a target of 32 px. */
export function Checkbox({ label, checked, className, onChange, ...props }: CheckboxProps) {
  return (
    <label className={clsx("tick-box", className)}>
      <input
        type="checkbox"
        aria-label={label}
        className="tick"
        checked={checked === true}
        ref={(box) => {
          if (box) box.indeterminate = checked === "mixed";
        }}
        // A box that is ticked by its click handler (with shift, say) has nothing to do on change.
        onChange={onChange ?? (() => undefined)}
        {...props}
      />
    </label>
  );
}
