"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { cuesOf } from "@/components/timed-text/cues";
import type { Probe } from "@/lib/media/types";
import { SkeletonLines, Unread } from "./unread";

type ShownFileProps = { materialId: string; version: number; fileName: string; probe: Probe };

/** The address names the version, so that a newer one is another resource to the browser. */
const addressOf = ({ materialId, version }: ShownFileProps) =>
  `/api/materials/${materialId}/content?version=${version}`;

/** An image, as large as the panel lets it be. */
export function ShownImage(props: ShownFileProps) {
  const [broken, setBroken] = useState(0);
  const { probe } = props;
  if (probe.kind !== "image") return null;
  if (broken % 2 === 1) return <Unread what="The image" onRetry={() => setBroken(broken + 1)} />;
  return (
    // biome-ignore lint/performance/noImgElement: one person's file, behind a session
    <img
      key={broken}
      src={addressOf(props)}
      alt={props.fileName}
      width={probe.width}
      height={probe.height}
      className="h-auto max-h-96 w-full rounded border border-line bg-ground object-contain"
      onError={() => setBroken(broken + 1)}
    />
  );
}

/** More than this is for an editor, not for a panel. In characters. */
const longestShown = 400_000;

/** Text that can be read in place: timed text as its events, all else as it is. */
export function ShownText(props: ShownFileProps) {
  const { probe } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ["text", props.materialId, props.version],
    queryFn: async ({ signal }) => {
      const response = await fetch(addressOf(props), { signal });
      if (!response.ok) throw new Error(String(response.status));
      return response.text();
    },
  });
  if (error) return <Unread what="The text" onRetry={() => void refetch()} />;
  if (data === undefined || probe.kind !== "text")
    return <SkeletonLines count={6} what="The text" />;
  const cues = cuesOf(data.slice(0, longestShown), probe.format);
  return (
    <section
      aria-label="Text of the file"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="max-h-96 overflow-y-auto rounded border border-line bg-ground p-2"
    >
      {cues.length > 0 ? (
        <ol className="divide-y divide-line">
          {cues.map((cue, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the text of one version never changes
            <li key={i} className="py-1.5">
              <p className="font-mono text-ink-3 text-label">
                {cue.begin} – {cue.end}
              </p>
              <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
                {cue.text}
              </p>
            </li>
          ))}
        </ol>
      ) : (
        <pre dir="auto" className="whitespace-pre-wrap font-mono text-mono wrap-anywhere">
          {data.slice(0, longestShown)}
        </pre>
      )}
      {data.length > longestShown && (
        <p className="pt-2 text-ink-2">The rest is only in the file itself: download it.</p>
      )}
    </section>
  );
}
