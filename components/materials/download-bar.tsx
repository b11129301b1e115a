"use client";

import type { Carrier } from "@/components/downloads/carriers";
import { DownloadButton } from "@/components/downloads/download-button";
import { Button } from "@/components/ui/button";
import { bytesInWords } from "@/components/ui/bytes";
import type { TickSummary } from "./ticks";

type DownloadBarProps = {
  summary: TickSummary;
  recording: boolean;
  onDownload: (carrier?: Carrier) => void;
  onShowHidden: () => void;
};

/** What is ticked, in number and size, and the button that takes it. */
export function DownloadBar({ summary, recording, onDownload, onShowHidden }: DownloadBarProps) {
  const { count, bytes, toMake, hidden } = summary;
  return (
    <>
      <p role="status" className="text-ink-2">
        {count} selected{hidden > 0 && `, ${hidden} hidden by filters`}
        {count > toMake && ` · ${bytesInWords(bytes)}`}
        {toMake > 0 && ` · ${toMake} to be made`}
      </p>
      {hidden > 0 && (
        <Button tone="plain" onClick={onShowHidden}>
          Show them
        </Button>
      )}
      <DownloadButton files={count} disabled={count === 0 || recording} onTake={onDownload} />
    </>
  );
}
