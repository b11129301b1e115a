"use client";

import { AppLink } from "@/components/ui/app-link";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { View } from "./view";

type NothingShownProps = {
  /** As the list shows it. */
  view: Pick<View, "group" | "filters">;
  anyType: boolean;
  onReset: () => void;
};

const emptyGroups = {
  downloaded: "What you download of these requests is listed here, with how far each file came.",
  new: "What was delivered, or changed its QC status, within the last 7 calendar days is listed here.",
  available: "What can be downloaded now is listed here. Nothing of these requests can, so far.",
  all: "",
};

/** Why the list is empty, and the one thing to do. */
export function NothingShown({ view, anyType, onReset }: NothingShownProps) {
  if (!anyType)
    return (
      <EmptyState
        title="No materials"
        action={
          <AppLink href="/source-requests" className={buttonClass("primary")}>
            Go to source requests
          </AppLink>
        }
      >
        The materials of a request stand here while it is open and for a time after it is fulfilled.
      </EmptyState>
    );
  const filtered = Object.keys(view.filters).length > 0;
  return (
    <EmptyState
      title={filtered ? "The filters hide every material" : "Nothing in this group"}
      action={
        <Button tone="primary" onClick={onReset}>
          Reset Filters
        </Button>
      }
    >
      {filtered ? "No material passes all of them." : emptyGroups[view.group]}
    </EmptyState>
  );
}
