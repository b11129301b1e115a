import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

type LoadFailureProps = { title: string; retry: () => void; children: ReactNode };

/** Stands where a page would be: what happened, what was kept, what to do. */
export function LoadFailure({ title, retry, children }: LoadFailureProps) {
  return (
    <div role="alert">
      <EmptyState
        title={title}
        action={
          <Button tone="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        {children}
      </EmptyState>
    </div>
  );
}
