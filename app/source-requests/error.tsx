"use client";

import { LoadFailure } from "@/components/shell/load-failure";

export default function SourceRequestsError({ retry }: { retry: () => void }) {
  return (
    <LoadFailure title="The source requests could not be loaded" retry={retry}>
      Something went wrong on our side. Nothing was changed, and what you have ticked is kept.
    </LoadFailure>
  );
}
