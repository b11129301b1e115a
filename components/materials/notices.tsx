"use client";

import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";

type NoticesProps = {
  /** How many ticks went because their files can't be taken any more. */
  lostTicks: number;
  onDismissLost: () => void;
  /** Changes on the server can't be followed just now. */
  offline: boolean;
};

/** What happened that nobody asked for, above the list. */
export function Notices(props: NoticesProps) {
  const { lostTicks, onDismissLost, offline } = props;
  return (
    <div role="alert" className="empty:hidden">
      {lostTicks > 0 && (
        <Notice onDismiss={onDismissLost}>
          {lostTicks === 1 ? "1 material" : `${lostTicks} materials`} left your selection:{" "}
          {lostTicks === 1 ? "it" : "they"} can’t be downloaded any more.
        </Notice>
      )}
      {offline && (
        <Notice>
          Changes can’t be followed just now: the server did not answer. What you see may be out of
          date; it catches up by itself.
        </Notice>
      )}
    </div>
  );
}

function Notice({ onDismiss, children }: { onDismiss?: () => void; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center gap-2 border-line border-t bg-raised pr-1 pl-4">
      <TriangleAlert className="text-pending" />
      <p className="min-w-0 flex-1 py-1.5">{children}</p>
      {onDismiss && (
        <IconButton label="Dismiss" onClick={onDismiss}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
