import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

type UnreadProps = { what: string; onRetry: () => void };

/** Stands where something could not be read. */
export function Unread({ what, onRetry }: UnreadProps) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2">
      <p>{what} could not be read.</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

/** Lines to come. */
export function SkeletonLines({ count, what }: { count: number; what: string }) {
  return (
    <div role="status" aria-label={`${what} is being read`} className="space-y-3">
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={i} className={i % 3 === 2 ? "w-2/3" : "w-full"} />
      ))}
    </div>
  );
}
