import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** The same words for what does not exist and for what may not be seen. */
export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing here that you can see"
      action={
        <AppLink href="/source-requests" className={buttonClass("primary")}>
          Go to source requests
        </AppLink>
      }
    >
      The address may be mistyped, or what stood here is no longer shared with you.
    </EmptyState>
  );
}
