"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { DetailsPanel } from "@/components/details/details-panel";
import type { ChangedFile } from "@/components/downloads/changed";
import { ChangedNotice } from "@/components/downloads/changed-notice";
import { useChanged } from "@/components/downloads/use-changed";
import { useTaking } from "@/components/downloads/use-taking";
import { usePreviewOnPress, usePreviewsSoon } from "@/components/player/preview";
import { PageBar } from "@/components/shell/page-bar";
import { AppLink } from "@/components/ui/app-link";
import { Button } from "@/components/ui/button";
import { Dialog, DialogSheet } from "@/components/ui/dialog";
import type { AssetTypeOfRequests, ListedMaterial } from "@/lib/materials/types";
import type { LineHeights } from "./arrange";
import { AssetGrid } from "./asset-grid";
import { AboutRows } from "./available-count";
import { ClockContext, useMovingClock } from "./clock-context";
import { DownloadBar } from "./download-bar";
import { GroupList, GroupPanel } from "./group-panel";
import type { Layout } from "./layout";
import { goToNeighbour, neighboursOf } from "./neighbours";
import { NothingShown } from "./nothing-shown";
import { Notices } from "./notices";
import type { PackedMaterials } from "./packed";
import { Toolbar } from "./toolbar";
import { useAssetList } from "./use-asset-list";
import { makeQueryClient, useLiveMaterials } from "./use-live-materials";
import type { View } from "./view";

export type AssetListProps = {
  title: ReactNode;
  /** Stands between the title and the list. */
  facts?: ReactNode;
  userId: string;
  /** An operator only looks. */
  mayDownload: boolean;
  /** The search parameters that name the requests. */
  chosen: string;
  rows: PackedMaterials;
  /** Files of them that were updated since the user took them; null for an operator, who takes none. */
  changed: ChangedFile[] | null;
  assetTypes: AssetTypeOfRequests[];
  /** Stands for those requests as they are, and whose materials can be seen. */
  live: string;
  now: Date;
  timeZone: string;
  view: View;
  layout: Layout;
  /** Of the details, in CSS pixels. */
  panelWidth: number;
  heights: LineHeights;
};

/** Everything that a partner does with materials: find them, tick them, take them. */
export function AssetList(props: AssetListProps) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LiveAssetList {...props} />
    </QueryClientProvider>
  );
}

function LiveAssetList(props: AssetListProps) {
  const { title, facts, mayDownload, chosen, assetTypes } = props;
  const { rows, catchUp, asOf, lost } = useLiveMaterials({ chosen, drawn: props });
  const clock = useMovingClock(asOf, props.timeZone);
  const { userId, view: initialView, layout } = props;
  const list = useAssetList({
    rows,
    assetTypes,
    userId,
    clock,
    initial: { view: initialView, layout },
  });
  const { view, changeView, ofRows, ticking } = list;
  const downloads = useTaking(catchUp);
  const rowActs = useMemo(
    () => ({
      recording: downloads.recording,
      download: (id: string) => void downloads.take([id]),
      onChanged: catchUp,
    }),
    [downloads.recording, downloads.take, catchUp],
  );
  const changed = useChanged(props.changed, rows);
  const [groupsOpen, setGroupsOpen] = useState(true);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [focusOn, setFocusOn] = useState<{ id: string } | null>(null);

  const file = view.file ? ofRows.byId.get(view.file) : undefined;
  const closeFile = () => {
    if (view.file) setFocusOn({ id: view.file });
    changeView({ file: null });
  };
  usePreviewsSoon(assetTypes.some(({ mediaKind }) => mediaKind === "video"));
  const onPress = usePreviewOnPress((id) => {
    const row = ofRows.byId.get(id);
    return row && mediaKindOf(row, assetTypes) === "video" ? row.version : null;
  });
  const neighbours = neighboursOf(list.lines, file, (id) => changeView({ file: id }));
  const groups = {
    view,
    assetTypes,
    counts: ofRows.counts,
    available: ofRows.available,
    onSelect: (choice: Pick<View, "group" | "assetType">) => {
      changeView(choice);
      setDrawerOpen(false);
    },
  };

  return (
    <ClockContext value={clock}>
      <div className="flex h-[calc(100dvh-3rem)] min-h-112 flex-col">
        <PageBar
          title={title}
          lead={
            <AppLink
              href="/source-requests"
              className="flex h-8 items-center gap-1 rounded text-ink-2 hover:text-ink max-md:hidden"
            >
              <ChevronLeft />
              Source Requests
            </AppLink>
          }
        >
          {mayDownload && (
            <DownloadBar
              summary={list.summary}
              recording={downloads.recording}
              onShowHidden={list.showAll}
              onDownload={(carrier) => downloads.take([...ticking.ticks], carrier)}
            />
          )}
        </PageBar>
        <AboutRows rows={rows}>{facts}</AboutRows>
        <Notices lostTicks={ticking.lost} onDismissLost={ticking.acknowledge} offline={lost} />
        <ChangedNotice
          files={changed}
          onRecorded={catchUp}
          show={
            <Button tone="accent" onClick={() => list.showFiles(changed)}>
              Show them
            </Button>
          }
        />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys for what has the focus within it */}
        <div
          className="flex min-h-0 flex-1 border-line border-t"
          onKeyDown={(event) => goToNeighbour(event, neighbours)}
          onPointerDown={onPress}
        >
          <GroupPanel open={groupsOpen} onOpen={setGroupsOpen} {...groups} />
          <section aria-label="Materials" className="flex min-w-0 flex-1 flex-col">
            <Toolbar
              view={view}
              layout={list.layout}
              allCollapsed={list.allCollapsed}
              onCollapse={list.collapseAll}
              onReset={list.reset}
              onClearFilter={list.clearFilter}
              onToggleColumn={list.toggleColumn}
              onShowGroups={() => setDrawerOpen(true)}
            />
            <AssetGrid
              lines={list.lines}
              arrangement={list.arrangement}
              rowsById={ofRows.byId}
              delivered={ofRows.delivered}
              ticks={ticking.ticks}
              boxes={list.boxes}
              mayTick={mayDownload}
              sort={view.sort}
              filters={view.filters}
              shown={view.file}
              layout={list.layout}
              onLayout={list.setLayout}
              initialHeights={props.heights}
              focusOn={focusOn}
              actions={list.actions}
              rowActs={rowActs}
              valuesOf={list.valuesOf}
              whenEmpty={
                list.lines.length === 0 && (
                  <NothingShown
                    view={list.arrangement.arranged}
                    anyType={assetTypes.length > 0}
                    onReset={list.reset}
                  />
                )
              }
            />
          </section>
          {file && (
            <DetailsPanel
              row={file}
              mediaKind={mediaKindOf(file, assetTypes)}
              tab={view.tab}
              initialWidth={props.panelWidth}
              mayDownload={mayDownload}
              recording={downloads.recording}
              onDownload={() => downloads.take([file.id])}
              onChanged={catchUp}
              onPrevious={neighbours.previous}
              onNext={neighbours.next}
              onTab={(tab) => changeView({ tab })}
              onClose={closeFile}
            />
          )}
        </div>
      </div>
      <p role="status" className="sr-only">
        {list.said} {list.shown} of {rows.length} materials shown.
      </p>
      <Dialog open={drawerOpen} onOpenChange={setDrawerOpen}>
        <DialogSheet title="Groups" side="left">
          <GroupList {...groups} />
        </DialogSheet>
      </Dialog>
    </ClockContext>
  );
}

/** An asset type that came only now is known when the page is drawn anew; until then its file is not played. */
const mediaKindOf = (file: ListedMaterial, assetTypes: readonly AssetTypeOfRequests[]) =>
  assetTypes.find(({ code }) => code === file.assetType.code)?.mediaKind ?? "text";
