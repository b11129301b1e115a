"use client";

import { exactTime, relativeTime } from "./time-text";
import { Tooltip } from "./tooltip";

type TimeProps = {
  at: Date;
  /** The server's, handed down once a page, so that both sides write the same words. */
  now: Date;
  /** IANA name of the viewer's zone. */
  timeZone: string;
};

/** An instant: relative in the list, exact in the viewer's zone and in UTC on hover. */
export function Time({ at, now, timeZone }: TimeProps) {
  const local = exactTime(at, timeZone);
  const utc = exactTime(at, "UTC");
  return (
    <Tooltip
      label={
        <span className="block whitespace-nowrap">
          {local}
          {local !== utc && <span className="block opacity-80">{utc}</span>}
        </span>
      }
    >
      <time dateTime={at.toISOString()} className="whitespace-nowrap">
        {relativeTime(at, now, timeZone)}
      </time>
    </Tooltip>
  );
}
