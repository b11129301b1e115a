"use client";

import { useRouter } from "next/navigation";
import {
  MOST_IN_AN_ADDRESS,
  MOST_TICKED,
  materialsHref,
} from "@/components/source-requests/ticking";
import { AppLink } from "@/components/ui/app-link";
import { Button, buttonClass } from "@/components/ui/button";
import { keepSelectionAction } from "@/lib/source-requests/actions";
import { type ChangedFile, changedHref, requestsOf } from "./changed";
import { ChangedNotice } from "./changed-notice";
import { useDownloads } from "./downloads-context";
import { Refusal, settled } from "./use-carrying";

/** Files of any source request that were updated since the user took them. */
export function ChangedEverywhere({ files }: { files: readonly ChangedFile[] }) {
  const { say } = useDownloads();
  const router = useRouter();
  const requests = requestsOf(files).slice(0, MOST_TICKED);

  const openSelection = async () => {
    try {
      const { url } = await settled(keepSelectionAction({ requests }));
      router.push(changedHref(url, files));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say({ tone: "refused", words: `They could not be shown. ${error.message}` });
    }
  };

  return (
    <ChangedNotice
      files={files}
      show={
        requests.length > MOST_IN_AN_ADDRESS ? (
          <Button tone="accent" onClick={() => void openSelection()}>
            Show them
          </Button>
        ) : (
          <AppLink
            href={changedHref(materialsHref(new Set(requests)), files)}
            className={buttonClass("accent")}
          >
            Show them
          </AppLink>
        )
      }
    />
  );
}
