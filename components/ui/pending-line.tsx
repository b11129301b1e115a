/**
 * A line below the header while the next page is being fetched. What carries the class
 * `waits` stays in place and dims meanwhile (globals.css), so that nothing jumps.
 */
export function PendingLine({ pending }: { pending: boolean }) {
  return pending ? <span aria-hidden data-pending className="pending-line" /> : null;
}
