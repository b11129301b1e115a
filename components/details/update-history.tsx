"use client";

import { Check, CircleDashed, Sparkles, TriangleAlert } from "lucide-react";
import { useClock } from "@/components/materials/clock-context";
import { Badge } from "@/components/ui/badge";
import { bytesInWords } from "@/components/ui/bytes";
import { exactTime } from "@/components/ui/time-text";
import { changesBetween, isNewSinceTaken, timeLine, type Update } from "@/lib/versions/rules";
import { useUpdateHistory } from "./fetch-details";
import { SkeletonLines, Unread } from "./unread";
import { changeInWords } from "./words";

/** Every version of a material and, where QC applies, every QC event, newest first. */
export function UpdateHistoryTab({ materialId }: { materialId: string }) {
  const { data, error, refetch } = useUpdateHistory(materialId);
  if (!data)
    return (
      <div className="p-4">
        {error ? (
          <Unread what="The update history" onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={9} what="The update history" />
        )}
      </div>
    );
  if (data.versions.length === 0)
    return (
      <p className="p-4 text-ink-2">
        Nothing delivered yet. Each version will be listed here, with what it changed.
      </p>
    );
  return (
    <>
      <ol aria-label="Updates, newest first" className="divide-y divide-line">
        {timeLine(data).map((update) => {
          const fresh = isNewSinceTaken(update, data.taken);
          return update.kind === "version" ? (
            <VersionItem key={update.version.version} update={update} fresh={fresh} />
          ) : (
            <QcItem key={`${update.version} ${update.at}`} update={update} fresh={fresh} />
          );
        })}
      </ol>
      {data.versions.length > 1 && (
        <p className="border-line border-t p-4 text-ink-2">
          Only the current version can be downloaded and played.
        </p>
      )}
    </>
  );
}

type ItemProps<K extends Update["kind"]> = { update: Extract<Update, { kind: K }>; fresh: boolean };

function VersionItem({ update: { version, before }, fresh }: ItemProps<"version">) {
  const { timeZone } = useClock();
  const changes = before ? changesBetween(before, version).map(changeInWords) : [];
  return (
    <li className="space-y-1 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3">
        <b className="font-semibold">Version {version.version}</b>
        {version.current && (
          <Badge tone="ready" icon={<Check />}>
            Current
          </Badge>
        )}
        {fresh && <Fresh />}
      </p>
      <p className="font-mono text-mono wrap-anywhere">
        <bdi dir="ltr">{version.fileName}</bdi>
      </p>
      <p className="text-ink-2">
        Delivered {exactTime(new Date(version.deliveredOn), timeZone)} by {version.deliveredBy} ·{" "}
        {bytesInWords(version.bytes)}
      </p>
      {version.note && <p>{version.note}</p>}
      {changes.length > 0 && (
        <ul aria-label={`Changed against version ${before?.version}`} className="text-ink-2">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function QcItem({ update: { version, event }, fresh }: ItemProps<"qc">) {
  const { timeZone } = useClock();
  const ready = event.status === "Ready for Mix";
  return (
    <li className="space-y-1 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3">
        <Badge tone={ready ? "ready" : "pending"} icon={ready ? <Check /> : <CircleDashed />}>
          {event.status}
        </Badge>
        {event.result === "failed" && (
          <Badge tone="failed" icon={<TriangleAlert />}>
            Review failed
          </Badge>
        )}
        <span className="text-ink-2">version {version}</span>
        {fresh && <Fresh />}
      </p>
      {event.note && <p>{event.note}</p>}
      <p className="text-ink-2">
        {exactTime(new Date(event.at), timeZone)} by {event.by}
      </p>
    </li>
  );
}

const Fresh = () => (
  <Badge tone="new" icon={<Sparkles />}>
    New since your download
  </Badge>
);
