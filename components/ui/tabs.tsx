"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";

/** Only the chosen tab's panel is there at all: what it shows is fetched when it is opened. */
export const Tabs = Radix.Root;

type TabListProps = ComponentProps<typeof Radix.List> & { "aria-label": string };

export function TabList(props: TabListProps) {
  return <Radix.List className="flex shrink-0 gap-1 border-line border-b px-2" {...props} />;
}

export function Tab(props: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className="-mb-px h-9 whitespace-nowrap border-transparent border-b-2 px-2 text-ink-2 hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
      {...props}
    />
  );
}

export function TabPanel(props: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Content
      className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      {...props}
    />
  );
}
