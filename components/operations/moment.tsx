import { exactTime, relativeTime } from "@/components/ui/time-text";

type MomentProps = { at: Date | null; now: Date; timeZone: string };

/** When it was, as people say it; to the second in the tooltip. */
export function Moment({ at, now, timeZone }: MomentProps) {
  if (!at) return <span className="text-ink-3">never</span>;
  return (
    <time
      dateTime={at.toISOString()}
      title={`${exactTime(at, timeZone)} · ${exactTime(at, "UTC")}`}
      className="whitespace-nowrap"
    >
      {relativeTime(at, now, timeZone)}
    </time>
  );
}
