import { clsx } from "clsx";
import type { ReactNode } from "react";

const tones = {
  ready: "text-ready",
  pending: "text-pending",
  processing: "text-processing",
  new: "text-new",
  taken: "text-taken",
  failed: "text-failed",
  plain: "text-ink-2",
};

export type Tone = keyof typeof tones;

type BadgeProps = {
  tone: Tone;
  /** A shape of its own beside the word, so that the colour is never alone. */
  icon?: ReactNode;
  children: ReactNode;
};

/** A state: its word, in its colour. */
export function Badge({ tone, icon, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex items-center align-middle gap-1.5 whitespace-nowrap font-medium text-label [&_.lucide]:size-3.5",
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
