"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { Toolbar } from "radix-ui";
import { useState, useTransition } from "react";
import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { keepSelectionAction } from "@/lib/source-requests/actions";
import { listReferences } from "./list-references";
import { pageTickId, useTicking } from "./tick-boxes";
import { inNumbers, MOST_IN_AN_ADDRESS, MOST_TICKED, materialsHref, pageState } from "./ticking";

type TickedBarProps = {
  /** How many source requests match search and filters, on all pages. */
  total: number;
  /** Search and filters, as in the address. */
  filters: [string, string][];
};

/** Rises from the bottom when something is ticked: how many, and what can be done with them. */
export function TickedBar({ total, filters }: TickedBarProps) {
  const { ticked, setTicked, page } = useTicking();
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, startTransition] = useTransition();
  const [completed, setCompleted] = useState<string | null>(null);
  const filterKey = JSON.stringify(filters);
  const offersAll =
    pageState(ticked, page) === true && total > page.length && completed !== filterKey;
  const tooMany = ticked.size > MOST_TICKED;

  const tickAll = () =>
    startTransition(async () => {
      setProblem(null);
      try {
        setTicked(new Set([...ticked, ...(await listReferences(filters, MOST_TICKED))]));
        setCompleted(filterKey);
      } catch {
        setProblem("The others could not be fetched. Your ticks are kept; try again.");
      }
    });

  const openSelection = () =>
    startTransition(async () => {
      setProblem(null);
      const kept = await keepSelectionAction({ requests: [...ticked] }).catch(() => null);
      if (kept?.ok) return router.push(kept.value.url);
      setProblem(
        kept?.error.code === "not_found"
          ? "One of the ticked source requests is no longer yours. Clear, then tick again."
          : "The selection could not be kept. Your ticks are kept; try again.",
      );
    });

  const clear = () => {
    setTicked(new Set());
    setCompleted(null);
    setProblem(null);
    // The button goes away under the focus: the box over the page is where ticking starts anew.
    document.getElementById(pageTickId)?.focus({ preventScroll: true });
  };

  const arrow = {
    "aria-label": `Download materials for ${inNumbers(ticked.size)}`,
    className: buttonClass("primary", "w-10 px-0"),
    children: <Download />,
  };

  return (
    <>
      <p role="status" className="sr-only">
        {ticked.size > 0 && `${inNumbers(ticked.size)} selected`}
      </p>
      {/* The bar floats over the end of the page: room to scroll the last row out from under it. */}
      {ticked.size > 0 && <div className="h-20 shrink-0" />}
      {ticked.size > 0 && (
        <div className="pointer-events-none fixed inset-x-0 bottom-4 z-20 flex justify-center px-2">
          <Toolbar.Root
            aria-label="Selected source requests"
            className="pointer-events-auto flex min-h-12 max-w-full animate-rise flex-wrap items-center gap-1 rounded-lg border border-line-strong bg-raised py-2 pr-2 pl-4 shadow-black/25 shadow-lg"
          >
            <span className="mr-2 font-medium">{inNumbers(ticked.size)} selected</span>
            {problem && (
              <span role="alert" className="mr-2 text-failed">
                {problem}
              </span>
            )}
            {tooMany && (
              <span className="mr-2 text-pending">
                At most {MOST_TICKED.toLocaleString("en")} go together
              </span>
            )}
            {offersAll && (
              <Toolbar.Button className={buttonClass("accent")} disabled={busy} onClick={tickAll}>
                {total > MOST_TICKED
                  ? `Select the first ${MOST_TICKED.toLocaleString("en")} that match`
                  : `Select all ${total} that match`}
              </Toolbar.Button>
            )}
            <Toolbar.Button className={buttonClass("plain")} onClick={clear}>
              Clear
            </Toolbar.Button>
            <Tooltip label={arrow["aria-label"]} side="top">
              {ticked.size > MOST_IN_AN_ADDRESS ? (
                <Toolbar.Button {...arrow} disabled={busy || tooMany} onClick={openSelection} />
              ) : (
                <Toolbar.Link asChild>
                  <AppLink {...arrow} href={materialsHref(ticked)} />
                </Toolbar.Link>
              )}
            </Tooltip>
          </Toolbar.Root>
        </div>
      )}
    </>
  );
}
