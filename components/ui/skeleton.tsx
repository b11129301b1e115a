import { clsx } from "clsx";

/** Holds the place of a text that is on its way, in its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block h-4 rounded bg-hover", className)} />;
}
