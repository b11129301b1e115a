"use client";

import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import type { AssetTypeOfRequests, MaterialGroup } from "@/lib/materials/types";
import type { View } from "./view";

const groups: { group: MaterialGroup; name: string }[] = [
  { group: "downloaded", name: "My Downloaded" },
  { group: "new", name: "Newly Added/Updated" },
  { group: "available", name: "All Available Materials" },
  { group: "all", name: "All" },
];

type GroupListProps = {
  view: Pick<View, "group" | "assetType">;
  assetTypes: readonly AssetTypeOfRequests[];
  counts: Record<MaterialGroup, number>;
  /** Files that can be downloaded now, by the asset type's code. */
  available: ReadonlyMap<string, number>;
  onSelect: (choice: Pick<View, "group" | "assetType">) => void;
};

/** The groups, and below All each asset type. */
export function GroupList({ view, assetTypes, counts, available, onSelect }: GroupListProps) {
  return (
    <nav aria-label="Groups" className="flex flex-col gap-px p-2">
      {groups.map(({ group, name }) => (
        <Entry
          key={group}
          name={name}
          count={counts[group]}
          current={view.group === group && view.assetType === null}
          onClick={() => onSelect({ group, assetType: null })}
        />
      ))}
      <ul aria-label="Asset types" className="mt-1 flex flex-col gap-px border-line border-t pt-1">
        {assetTypes.map(({ code, name }) => (
          <li key={code}>
            <Entry
              name={name}
              count={available.get(code) ?? 0}
              meaning="available now"
              current={view.assetType === code}
              onClick={() => onSelect({ group: "all", assetType: code })}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type EntryProps = {
  name: string;
  count: number;
  meaning?: string;
  current: boolean;
  onClick: () => void;
};

function Entry({ name, count, meaning, current, onClick }: EntryProps) {
  return (
    <button
      type="button"
      aria-current={current || undefined}
      onClick={onClick}
      className={clsx(
        "flex min-h-7 w-full items-center gap-2 rounded px-2 py-1 text-left hover:bg-hover",
        current ? "bg-hover font-semibold text-ink" : count > 0 ? "text-ink-2" : "text-ink-3",
      )}
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
      <span className="shrink-0 text-label" aria-hidden>
        {count}
      </span>
      <span className="sr-only">
        , {count} {meaning}
      </span>
    </button>
  );
}

type GroupPanelProps = GroupListProps & { open: boolean; onOpen: (open: boolean) => void };

/** The groups at the left of the list; collapsed, they leave their place to it. */
export function GroupPanel({ open, onOpen, ...list }: GroupPanelProps) {
  if (!open)
    return (
      <div className="hidden w-10 shrink-0 flex-col items-center border-line border-r bg-surface pt-1 md:flex">
        <IconButton label="Show groups" aria-expanded={false} onClick={() => onOpen(true)}>
          <PanelLeftOpen />
        </IconButton>
      </div>
    );
  return (
    <div className="hidden w-58 shrink-0 flex-col border-line border-r bg-surface md:flex">
      <div className="flex h-10 shrink-0 items-center justify-between border-line border-b pr-1 pl-4">
        <span className="font-semibold">Groups</span>
        <IconButton label="Hide groups" aria-expanded onClick={() => onOpen(false)}>
          <PanelLeftClose />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <GroupList {...list} />
      </div>
    </div>
  );
}
