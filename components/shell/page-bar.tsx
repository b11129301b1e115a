import type { ReactNode } from "react";

type PageBarProps = {
  /** Before the title: the way up. */
  lead?: ReactNode;
  /** The page's one h1. */
  title: ReactNode;
  /** Beside the title: a count, a state. */
  aside?: ReactNode;
  /** After those: what narrows the page. */
  filters?: ReactNode;
  /** At the right: what can be done. */
  children?: ReactNode;
};

/** The 56 px below the header: what this page is, and its actions. */
export function PageBar({ lead, title, aside, filters, children }: PageBarProps) {
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      {lead}
      <h1 className="min-w-0 font-semibold text-title">{title}</h1>
      {aside && <div className="text-ink-3">{aside}</div>}
      {filters}
      <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
