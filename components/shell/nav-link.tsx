"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";

/** An entry of the header; marked while the page, or one below it, is open. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const current = path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined;
  return (
    <AppLink
      href={href}
      aria-current={current}
      className="inline-flex h-8 items-center rounded px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink aria-[current]:text-ink"
    >
      {children}
    </AppLink>
  );
}
