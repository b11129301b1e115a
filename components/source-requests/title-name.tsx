"use client";

import { Tooltip } from "@/components/ui/tooltip";
import type { SourceRequestRow } from "@/lib/source-requests/types";

/** "Glass Harbour S02E04 The Ferryman": of a long name the end is cut, and the tooltip has it whole. */
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
      <span className="block truncate max-lg:whitespace-normal">
        <span className="font-medium">{name}</span>
        {episode && <span className="text-ink-2"> {episode}</span>}
        {partName && <span className="text-ink-3"> {partName}</span>}
      </span>
    </Tooltip>
  );
}
