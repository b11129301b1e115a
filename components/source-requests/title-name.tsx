"use client";

import { Tooltip } from "@/components/ui/tooltip";
import type { SourceRequestRow } from "@/lib/source-requests/types";

/** "Glass Harbour S02E04 The Ferryman": when room is short, the part's name is cut first, the episode never. The tooltip has it whole. */
export function TitleName({ title }: Pick<SourceRequestRow, "title">) {
  const { name, episode, partName, reference } = title;
  const whole = [name, episode, partName].filter(Boolean).join(" ");
  return (
    <Tooltip
      label={
        <>
          {whole} <span className="opacity-75">{reference}</span>
        </>
      }
    >
      <span className="flex flex-wrap gap-x-1 wide:grid wide:grid-cols-[minmax(0,auto)_auto_minmax(0,1fr)]">
        <bdi className="font-medium wide:truncate">{name}</bdi>
        {episode && <span className="text-ink-2">{episode}</span>}
        {partName && <bdi className="text-ink-3 wide:truncate">{partName}</bdi>}
      </span>
    </Tooltip>
  );
}
