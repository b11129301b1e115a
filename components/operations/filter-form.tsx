import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";

type FilterFormProps = { submit?: string; children: ReactNode };

/** What narrows a list; it lives in the address, and works without a script. */
export function FilterForm({ submit = "Filter", children }: FilterFormProps) {
  return (
    <form className="flex flex-wrap items-end gap-3 px-4 pb-3">
      {children}
      <button type="submit" className={buttonClass("quiet")}>
        {submit}
      </button>
    </form>
  );
}
