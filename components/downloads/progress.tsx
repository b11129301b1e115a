type ProgressProps = { label: string; percent: number; moving: boolean };

/** How much of something is done. */
export function Progress({ label, percent, moving }: ProgressProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="mr-2 h-1 overflow-hidden rounded bg-line"
    >
      <div
        className={moving ? "h-full rounded bg-accent" : "h-full rounded bg-line-strong"}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
