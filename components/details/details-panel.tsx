"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { FileName } from "@/components/materials/file-name";
import { IconButton } from "@/components/ui/icon-button";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { Tooltip } from "@/components/ui/tooltip";
import { DetailTab, type DetailTabProps } from "./detail-tab";
import { DownloadHistoryTab } from "./download-history";
import { type PanelTab, panelTabs, tabNames } from "./panel-tabs";
import { SidePanel } from "./side-panel";
import { UpdateHistoryTab } from "./update-history";

type DetailsPanelProps = Omit<DetailTabProps, "panel"> & {
  tab: PanelTab;
  initialWidth: number;
  /** Null where there is no file before, or behind. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onTab: (tab: PanelTab) => void;
  onClose: () => void;
};

/** What this file is, what changed, and who has taken it. */
export function DetailsPanel(props: DetailsPanelProps) {
  const { row, tab, initialWidth, onTab, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  // Who goes on to the next file from what is gone with the last one (its player, say) stays in the panel.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about the file's change
  useEffect(() => {
    if (document.activeElement === document.body) panel.current?.focus();
  }, [row.id]);
  return (
    <SidePanel
      title="Details"
      bar={<Bar {...props} />}
      initialWidth={initialWidth}
      ref={panel}
      onClose={onClose}
    >
      <Tabs
        value={tab}
        onValueChange={(value) => onTab(value as PanelTab)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <TabList aria-label="Details">
          {panelTabs.map((name) => (
            <Tab key={name} value={name}>
              {tabNames[name]}
            </Tab>
          ))}
        </TabList>
        <TabPanel key={`detail ${row.id}`} value="detail">
          <DetailTab {...props} panel={panel} />
        </TabPanel>
        <TabPanel key={`updates ${row.id}`} value="updates">
          <UpdateHistoryTab materialId={row.id} />
        </TabPanel>
        <TabPanel key={`downloads ${row.id}`} value="downloads">
          <DownloadHistoryTab materialId={row.id} current={row.version} />
        </TabPanel>
      </Tabs>
    </SidePanel>
  );
}

function Bar({ row, onPrevious, onNext }: DetailsPanelProps) {
  return (
    <>
      <h2 className="min-w-0 flex-1 font-semibold">
        {row.fileName === null ? (
          <span className="block truncate">{row.assetType.name}</span>
        ) : (
          <Tooltip label={row.fileName}>
            <span className="flex min-w-0">
              <FileName name={row.fileName} />
            </span>
          </Tooltip>
        )}
      </h2>
      <IconButton
        label="Previous file (Alt ↑)"
        disabled={!onPrevious}
        onClick={() => onPrevious?.()}
      >
        <ChevronUp />
      </IconButton>
      <IconButton label="Next file (Alt ↓)" disabled={!onNext} onClick={() => onNext?.()}>
        <ChevronDown />
      </IconButton>
    </>
  );
}
