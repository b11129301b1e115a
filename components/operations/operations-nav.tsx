"use client";

import { ChevronDown } from "lucide-react";
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

/** The operators' pages: side by side, or, where there is no room for that, under the name of the one that is open. */
export function OperationsNav() {
  const path = usePathname();
  const isOpen = (href: string) =>
    path === href || (href !== "/operations" && path.startsWith(`${href}/`));
  const [, here] = sections.find(([href]) => isOpen(href)) ?? sections[0];
  const links = sections.map(([href, label]) => (
    <AppLink
      key={href}
      href={href}
      aria-current={isOpen(href) ? "page" : undefined}
      className="inline-flex h-9 shrink-0 items-center rounded px-2 text-ink-2 hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink md:h-7"
    >
      {label}
    </AppLink>
  ));
  return (
    <nav aria-label="Operations" className="border-line border-b bg-surface px-2 py-1 sm:px-3">
      {/* Another page is another element, so that the list closes when one is chosen. */}
      <details key={path} className="group md:hidden">
        <summary className="flex h-9 cursor-pointer list-none items-center gap-1 rounded px-2 font-medium hover:bg-hover [&::-webkit-details-marker]:hidden">
          {here}
          <ChevronDown className="text-ink-2 transition-transform group-open:rotate-180" />
        </summary>
        <div className="grid grid-cols-2 gap-x-2 pb-1">{links}</div>
      </details>
      <div className="hidden flex-wrap gap-1 md:flex">{links}</div>
    </nav>
  );
}
