"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { bytesInWords } from "@/components/ui/bytes";
import type { TickSummary } from "./ticks";

type DownloadBarProps = {
  summary: TickSummary;
  recording: boolean;
  onDownload: () => void;
  onShowHidden: () => void;
};

/** What is ticked, in number and size, and the button that takes it. */
export function DownloadBar({ summary, recording, onDownload, onShowHidden }: DownloadBarProps) {
  const { count, bytes, hidden } = summary;
  return (
    <>
      <p role="status" className="text-ink-2">
        {count} selected{hidden > 0 && `, ${hidden} hidden by filters`}
        {count > 0 && ` · ${bytesInWords(bytes)}`}
      </p>
      {hidden > 0 && (
        <Button tone="plain" onClick={onShowHidden}>
          Show them
        </Button>
      )}
      <Button tone="primary" disabled={count === 0 || recording} onClick={onDownload}>
        <Download />
        Download
      </Button>
    </>
  );
}
