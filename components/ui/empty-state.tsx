import type { ReactNode } from "react";

type EmptyStateProps = {
  title: string;
  /** What would be here, and what to do. */
  children: ReactNode;
  /** The one thing to do. */
  action?: ReactNode;
};

/** Stands where a list would be. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-20 text-center">
      <h2 className="font-semibold text-title">{title}</h2>
      <div className="text-body text-ink-2">{children}</div>
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
