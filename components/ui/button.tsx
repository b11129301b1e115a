import { clsx } from "clsx";
import type { ComponentProps } from "react";

const tones = {
  /** The one thing to do here. */
  primary:
    "bg-accent-fill text-on-accent hover:bg-[color-mix(in_oklab,var(--color-accent-fill),black_14%)]",
  quiet: "border border-line bg-surface text-ink hover:bg-hover",
  /** A lesser thing to do, beside others that are plain. */
  accent: "text-accent hover:bg-hover",
  plain: "text-ink-2 hover:bg-hover hover:text-ink",
};

export type ButtonTone = keyof typeof tones;

/** The look of a button, for a link that acts like one. */
export const buttonClass = (tone: ButtonTone = "quiet", className?: string) =>
  clsx(
    "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded px-3 text-list font-medium",
    "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50",
    tones[tone],
    className,
  );

type ButtonProps = ComponentProps<"button"> & { tone?: ButtonTone };

export function Button({ tone = "quiet", className, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={buttonClass(tone, className)} {...props} />;
}
