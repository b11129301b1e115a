"use client";

import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { buttonClass } from "@/components/ui/button";
import {
  Menu,
  MenuContent,
  MenuRadioGroup,
  MenuRadioItem,
  MenuTrigger,
} from "@/components/ui/menu";
import { PendingLine } from "@/components/ui/pending-line";

type PageSizeMenuProps = { pageSize: number; hrefs: { size: number; href: string }[] };

export function PageSizeMenu({ pageSize, hrefs }: PageSizeMenuProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Menu>
      <MenuTrigger className={buttonClass("plain", "px-2 font-normal")}>
        {pageSize} rows a page
        <ChevronDown className="size-3.5 text-ink-3" />
        <PendingLine pending={pending} />
      </MenuTrigger>
      <MenuContent align="start">
        <MenuRadioGroup value={String(pageSize)}>
          {hrefs.map(({ size, href }) => (
            <MenuRadioItem
              key={size}
              value={String(size)}
              onSelect={() => startTransition(() => router.push(href))}
            >
              {size} rows
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
