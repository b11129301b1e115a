"use client";

import { LoadFailure } from "@/components/shell/load-failure";

export default function PageError({ retry }: { retry: () => void }) {
  return (
    <LoadFailure title="This page could not be loaded" retry={retry}>
      Something went wrong on our side. Nothing was changed.
    </LoadFailure>
  );
}
