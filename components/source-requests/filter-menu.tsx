"use client";

import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { buttonClass } from "@/components/ui/button";
import { Menu, MenuCheckboxItem, MenuContent, MenuTrigger } from "@/components/ui/menu";
import { PendingLine } from "@/components/ui/pending-line";

export type FilterOption = { value: string; label: string };

type FilterMenuProps = {
  /** What the address calls it. */
  name: string;
  label: string;
  options: FilterOption[];
  chosen: string[];
  /** The rest of the query, which the filter keeps. */
  others: [string, string][];
};

/** Several values of one column may be on together; each acts at once, and the menu stays open for the next. */
export function FilterMenu({ name, label, options, chosen, others }: FilterMenuProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  // Ahead of the server, so that a second tick does not undo a first that is still on its way.
  const [ticked, setTicked] = useOptimistic(chosen);

  const toggle = (value: string) =>
    startTransition(() => {
      const next = ticked.includes(value)
        ? ticked.filter((one) => one !== value)
        : [...ticked, value];
      setTicked(next);
      const params = new URLSearchParams([...others, ...next.map((one) => [name, one])]);
      router.push(`/source-requests?${params}`, { scroll: false });
    });

  return (
    <Menu>
      <MenuTrigger className={buttonClass("quiet", "max-sm:px-2 data-[state=open]:bg-hover")}>
        {label}
        {ticked.length > 0 && <span className="text-accent">{ticked.length}</span>}
        <ChevronDown className="size-3.5 text-ink-3" />
        <PendingLine pending={pending} />
      </MenuTrigger>
      <MenuContent align="start">
        {options.map(({ value, label }) => (
          <MenuCheckboxItem
            key={value}
            checked={ticked.includes(value)}
            onCheckedChange={() => toggle(value)}
          >
            {label}
          </MenuCheckboxItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
