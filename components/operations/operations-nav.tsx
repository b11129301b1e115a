"use client";

import { usePathname } from "next/navigation";
import { AppLink } from "@/components/ui/app-link";

const sections = [
  ["/operations", "Overview"],
  ["/operations/source-requests", "Source requests"],
  ["/operations/titles", "Titles"],
  ["/operations/catalogue", "Catalogue"],
  ["/operations/deliveries", "Deliveries"],
  ["/operations/qc", "QC"],
  ["/operations/pools", "Pools"],
  ["/operations/jobs", "Jobs"],
  ["/operations/activity", "Activity"],
  ["/operations/trace", "Trace"],
  ["/operations/people", "People"],
  ["/operations/tokens", "API tokens"],
] as const;

/** The operators' pages, side by side. */
export function OperationsNav() {
  const path = usePathname();
  return (
    <nav
      aria-label="Operations"
      className="flex gap-1 overflow-x-auto border-line border-b bg-surface px-2 py-1 sm:px-3"
    >
      {sections.map(([href, label]) => (
        <AppLink
          key={href}
          href={href}
          aria-current={
            path === href || (href !== "/operations" && path.startsWith(`${href}/`))
              ? "page"
              : undefined
          }
          className="inline-flex h-7 shrink-0 items-center rounded px-2 text-ink-2 hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
        >
          {label}
        </AppLink>
      ))}
    </nav>
  );
}
