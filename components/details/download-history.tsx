"use client";

import { clsx } from "clsx";
import { Check, CheckCheck, ChevronLeft, ChevronRight, CircleDashed, Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useClock } from "@/components/materials/clock-context";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { exactTime, relativeTime } from "@/components/ui/time-text";
import { Tooltip } from "@/components/ui/tooltip";
import type { DownloadOfMaterial } from "@/lib/downloads/types";
import { useDownloadHistory } from "./fetch-details";
import { SkeletonLines, Unread } from "./unread";

const pageSize = 50;

type DownloadHistoryTabProps = {
  materialId: string;
  /** The current version's number; null when nothing was delivered. */
  current: number | null;
};

/** Who of the partner took which version of a material, when, and how far it came; newest first. */
export function DownloadHistoryTab({ materialId, current }: DownloadHistoryTabProps) {
  const [mine, setMine] = useState(false);
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useDownloadHistory(materialId, mine, page);
  if (!data)
    return (
      <div className="p-4">
        {error ? (
          <Unread what="The download history" onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={9} what="The download history" />
        )}
      </div>
    );
  const { downloads, total, taken } = data;
  if (total === 0 && !mine)
    return (
      <p className="p-4 text-ink-2">
        Nobody of your organisation has downloaded this yet. Each download will be listed here, with
        who took which version.
      </p>
    );
  return (
    <>
      <div className="space-y-1 border-line border-b px-4 py-2">
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <MineOnly
            checked={mine}
            none={taken.length === 0}
            onChange={(only) => {
              setMine(only);
              setPage(1);
            }}
          />
          <a
            href={`/api/materials/${materialId}/downloads/csv`}
            download
            className={buttonClass("plain")}
          >
            <Download />
            CSV
          </a>
        </div>
        {taken.length > 0 && <p className="text-ink-2">{versionsInWords(taken, current)}</p>}
      </div>
      <table className="w-full">
        <thead>
          <tr className="border-line border-b text-left text-ink-3 text-label">
            <Head>User</Head>
            <Head>Version</Head>
            <Head>Started</Head>
            <Head>State</Head>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {downloads.map((download) => (
            <DownloadRow key={download.downloadId} download={download} />
          ))}
        </tbody>
      </table>
      {total > pageSize && <Pager page={page} total={total} onPage={setPage} />}
    </>
  );
}

function MineOnly(props: { checked: boolean; none: boolean; onChange: (only: boolean) => void }) {
  const { checked, none, onChange } = props;
  return (
    <span>
      <label className={clsx("flex min-h-8 items-center gap-2", none && "text-ink-3")}>
        <input
          type="checkbox"
          className="tick"
          checked={checked}
          disabled={none}
          aria-describedby={none ? "no-own-downloads" : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        Show my downloads only
      </label>
      {none && (
        <span id="no-own-downloads" className="text-ink-2 text-label">
          You have not downloaded this yourself.
        </span>
      )}
    </span>
  );
}

/** "You have versions 3 (current) and 1." */
function versionsInWords(taken: number[], current: number | null): string {
  const named = taken.map((version) => (version === current ? `${version} (current)` : version));
  const last = named.pop();
  if (named.length === 0) return `You have version ${last}.`;
  return `You have versions ${named.join(", ")} and ${last}.`;
}

const Head = ({ children }: { children: ReactNode }) => (
  <th scope="col" className="px-2 py-1.5 font-normal first:pl-4 last:pr-4">
    {children}
  </th>
);

function DownloadRow({ download }: { download: DownloadOfMaterial }) {
  const { now, timeZone } = useClock();
  const { user, mine, version, startedAt } = download;
  const at = new Date(startedAt);
  return (
    <tr className="align-top">
      <td className="py-1.5 pr-2 pl-4 wrap-anywhere">
        {user}
        {mine && <span className="text-ink-3"> (you)</span>}
      </td>
      <td className="px-2 py-1.5">{version}</td>
      <td className="px-2 py-1.5">
        {exactTime(at, timeZone)}
        <span className="block text-ink-3">{relativeTime(at, now, timeZone)}</span>
      </td>
      <td className="py-1.5 pr-4 pl-2">
        <State of={download} />
      </td>
    </tr>
  );
}

function State({ of: { state, percent } }: { of: DownloadOfMaterial }) {
  switch (state) {
    case "verified":
      return (
        <Badge tone="ready" icon={<CheckCheck />}>
          Verified
        </Badge>
      );
    case "completed":
      return (
        <Badge tone="taken" icon={<Check />}>
          Completed
        </Badge>
      );
    case "downloading":
      return (
        <Badge tone="taken" icon={<Download />}>
          Downloading {percent} %
        </Badge>
      );
    case "initiated":
      return (
        <Tooltip label={percent > 0 ? "It stopped before the end." : "Nothing was sent yet."}>
          <span>
            <Badge tone="taken" icon={<CircleDashed />}>
              Initiated{percent > 0 && `, ${percent} %`}
            </Badge>
          </span>
        </Tooltip>
      );
  }
}

function Pager(props: { page: number; total: number; onPage: (page: number) => void }) {
  const { page, total, onPage } = props;
  const last = Math.ceil(total / pageSize);
  return (
    <nav
      aria-label="Pages"
      className="flex items-center gap-1 border-line border-t px-4 py-2 text-ink-2"
    >
      <span className="mr-auto">
        {(page - 1) * pageSize + 1}–{Math.min(total, page * pageSize)} of {total}
      </span>
      <IconButton label="Newer downloads" disabled={page === 1} onClick={() => onPage(page - 1)}>
        <ChevronLeft />
      </IconButton>
      <span>
        Page {page} of {last}
      </span>
      <IconButton label="Older downloads" disabled={page >= last} onClick={() => onPage(page + 1)}>
        <ChevronRight />
      </IconButton>
    </nav>
  );
}
