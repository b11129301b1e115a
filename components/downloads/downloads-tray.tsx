"use client";

import { Download, X } from "lucide-react";
import type { ComponentProps } from "react";
import { useMovingClock } from "@/components/materials/clock-context";
import { Dialog, DialogSheet, DialogTrigger } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useMedia } from "@/components/ui/use-media";
import { useDownloads } from "./downloads-context";
import { TrayPanel } from "./tray-panel";
import { useRequestedProxies } from "./use-requested-proxies";
import { useUnderWay } from "./use-under-way";

type DownloadsTrayProps = { now: Date; timeZone: string };

/** The header's entry to the user's downloads: how many are under way, and all of them behind it. */
export function DownloadsTray({ now, timeZone }: DownloadsTrayProps) {
  const { trayOpen, openTray } = useDownloads();
  const underWay = useUnderWay();
  const { proxies, beingMade, ready, asOf } = useRequestedProxies();
  // The page's own moment is as old as the page: what was begun since would lie in the future.
  const clock = useMovingClock(asOf && asOf > now.toISOString() ? new Date(asOf) : now, timeZone);
  const atADesk = useMedia("(width >= 48rem)");
  const button = <TrayButton count={underWay.count + beingMade} />;
  const panel = <TrayPanel {...underWay} {...clock} proxies={proxies} />;
  return (
    <>
      {atADesk ? (
        <Popover open={trayOpen} onOpenChange={openTray}>
          <PopoverTrigger asChild>{button}</PopoverTrigger>
          <PopoverContent aria-label="Downloads" align="start" className="w-116">
            <div className="flex h-11 shrink-0 items-center justify-between border-line border-b pr-1.5 pl-4">
              <h2 className="font-semibold text-title">Downloads</h2>
              <PopoverClose asChild>
                <IconButton label="Close">
                  <X />
                </IconButton>
              </PopoverClose>
            </div>
            <div className="min-h-0 overflow-y-auto">{panel}</div>
          </PopoverContent>
        </Popover>
      ) : (
        <Dialog open={trayOpen} onOpenChange={openTray}>
          <DialogTrigger asChild>{button}</DialogTrigger>
          <DialogSheet title="Downloads" side="right">
            {panel}
          </DialogSheet>
        </Dialog>
      )}
      <p role="status" className="sr-only">
        {underWay.finished} {ready}
      </p>
    </>
  );
}

function TrayButton({ count, ...props }: ComponentProps<"button"> & { count: number }) {
  return (
    <button
      type="button"
      className="inline-flex h-8 items-center gap-1.5 rounded px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink"
      {...props}
    >
      <Download className="sm:hidden" />
      <span className="max-sm:sr-only">Downloads</span>
      {count > 0 && (
        <span className="rounded-full bg-accent-fill px-1.5 text-label text-on-accent">
          {count}
          <span className="sr-only"> under way</span>
        </span>
      )}
    </button>
  );
}
