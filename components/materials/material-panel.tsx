"use client";

import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { bytesInWords } from "@/components/ui/bytes";
import { exactTime } from "@/components/ui/time-text";
import { canBeTicked } from "@/lib/materials/rules";
import type { ListedMaterial } from "@/lib/materials/types";
import { languageName } from "@/lib/source-requests/rules";
import { durationLabel, titleLabel } from "./cells";
import { useClock } from "./clock-context";
import { DownloadedLabel, explainDownloaded, NewlyAddedLabel, QcLabel } from "./labels";

type MaterialFactsProps = {
  row: ListedMaterial;
  mayDownload: boolean;
  recording: boolean;
  onDownload: () => void;
};

/** The facts of one file, and the button that takes only this one. */
export function MaterialFacts({ row, mayDownload, recording, onDownload }: MaterialFactsProps) {
  const clock = useClock();
  const at = (iso: string) => exactTime(new Date(iso), clock.timeZone);
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="font-mono text-mono wrap-anywhere">
        {row.fileName ?? <span className="font-sans text-ink-2">Nothing delivered yet</span>}
      </p>
      {mayDownload && row.version !== null && (
        <div className="flex flex-wrap items-center gap-3">
          <Button tone="primary" disabled={!canBeTicked(row) || recording} onClick={onDownload}>
            <Download />
            Download this file
          </Button>
          {row.availability === "not_available" && (
            <p className="text-ink-2">Not Available: there is no copy for you yet.</p>
          )}
        </div>
      )}
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-y-1.5">
        <Fact name="Title">
          <bdi>{titleLabel(row.title)}</bdi>{" "}
          <span className="text-ink-3">{row.title.reference}</span>
        </Fact>
        <Fact name="Asset type">{row.assetType.name}</Fact>
        <Fact name="Variant">{row.variant}</Fact>
        <Fact name="Language">
          {row.language && `${languageName(row.language)} (${row.language})`}
        </Fact>
        <Fact name="Version">{row.version}</Fact>
        <Fact name="QC status">{row.qcStatus && <QcLabel row={row} />}</Fact>
        <Fact name="Newly added">{row.newlyAdded && <NewlyAddedLabel row={row} />}</Fact>
        <Fact name="Downloaded">
          {explainDownloaded(row, clock) && (
            <>
              <DownloadedLabel row={row} />
              <span className="block text-ink-3">{explainDownloaded(row, clock)}</span>
            </>
          )}
        </Fact>
        <Fact name="Size">
          {row.bytes !== null &&
            `${bytesInWords(row.bytes)} (${row.bytes.toLocaleString("en-US")} bytes)`}
        </Fact>
        <Fact name="Duration">
          {row.durationSeconds !== null && durationLabel(row.durationSeconds)}
        </Fact>
        <Fact name="Delivered on">{row.deliveredOn && at(row.deliveredOn)}</Fact>
        <Fact name="Requests">{row.requests.join(", ")}</Fact>
      </dl>
    </div>
  );
}

/** A fact that there is nothing to say of is left out. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === false || children === "") return null;
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  );
}
