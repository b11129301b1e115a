"use client";

import { CircleSlash, LoaderCircle, RotateCcw, TriangleAlert } from "lucide-react";
import { makingInWords } from "@/components/downloads/proxy-words";
import { useProxy } from "@/components/downloads/use-proxy";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { ListedMaterial } from "@/lib/materials/types";

type ProxyStateProps = { row: ListedMaterial; onChanged?: () => void };

/**
 * Why a file can't be downloaded now although it was delivered, and what can be done: of a watermarked type
 * there is no copy for the user yet, it is being made, or could not be made. Nothing for what can be downloaded.
 */
export function ProxyState({ row, onChanged }: ProxyStateProps) {
  const { busy, request, cancel } = useProxy(row.id, onChanged);
  switch (row.availability) {
    case "not_available":
      return (
        <div className="space-y-2">
          <p className="flex flex-wrap items-center gap-x-2">
            <Badge tone="plain" icon={<CircleSlash />}>
              Not Available
            </Badge>
            <span className="text-ink-2">
              Every proxy is made for one person, and none is left. Ask for yours; we’ll mail you
              when it is ready.
            </span>
          </p>
          <Button tone="primary" disabled={busy} onClick={request}>
            Request proxy
          </Button>
        </div>
      );
    case "processing":
      return (
        <div className="space-y-2">
          <Making percent={row.proxy?.percent ?? 0} />
          <div className="flex flex-wrap items-center gap-3">
            <Button disabled={busy} onClick={cancel}>
              Cancel
            </Button>
            <p className="text-ink-2">
              {makingInWords(row.proxy)}. We’ll mail you when it is ready.
            </p>
          </div>
        </div>
      );
    case "failed":
      return (
        <div className="space-y-2">
          <p className="flex flex-wrap items-center gap-x-2">
            <Badge tone="failed" icon={<TriangleAlert />}>
              Failed
            </Badge>
            <span className="wrap-anywhere">{row.proxy?.reason}</span>
          </p>
          <Button tone="primary" disabled={busy} onClick={request}>
            <RotateCcw />
            Retry
          </Button>
        </div>
      );
    default:
      return null;
  }
}

/** The yellow label, filled as far as the copy is made. */
function Making({ percent }: { percent: number }) {
  return (
    <div
      role="progressbar"
      aria-label="Processing"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="relative flex h-8 items-center overflow-hidden rounded border border-processing/50 px-3"
    >
      <div
        className="absolute inset-y-0 left-0 bg-processing/20"
        style={{ width: `${percent}%` }}
      />
      <span className="relative">
        <Badge tone="processing" icon={<LoaderCircle />}>
          Processing {percent} %
        </Badge>
      </span>
    </div>
  );
}
