"use client";

import { useCallback, useState } from "react";
import { startDownloadsAction } from "@/lib/downloads/actions";
import type { StartedFile } from "@/lib/downloads/types";

/** Browsers drop a navigation that the next one overtakes. */
const betweenFiles = 800;

export type TakenFile = StartedFile & { handedToBrowser: boolean };

/**
 * Records downloads, then hands each file to the browser's own downloads, one after the other. The files stay
 * listed, so that one that the browser held back can be taken by its link.
 */
export function useDownloads(onRecorded: () => void) {
  const [files, setFiles] = useState<TakenFile[]>([]);
  const [recording, setRecording] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const take = useCallback(
    async (materialIds: string[]) => {
      setRecording(true);
      setRefusal(null);
      const result = await startDownloadsAction({ materialIds }).catch(() => unreachable);
      setRecording(false);
      if (!result.ok) {
        setRefusal(result.error.message);
        return;
      }
      onRecorded();
      const started = result.value.files;
      setFiles(started.map((file) => ({ ...file, handedToBrowser: false })));
      for (const [index, { downloadId, url }] of started.entries()) {
        if (index > 0) await pause(betweenFiles);
        follow(url);
        setFiles((all) =>
          all.map((file) =>
            file.downloadId === downloadId ? { ...file, handedToBrowser: true } : file,
          ),
        );
      }
    },
    [onRecorded],
  );
  const dismiss = useCallback(() => setFiles([]), []);
  const dismissRefusal = useCallback(() => setRefusal(null), []);
  return { files, recording, refusal, take, dismiss, dismissRefusal };
}

const unreachable = {
  ok: false,
  error: {
    code: "unreachable",
    message: "The server did not answer. Nothing was recorded; try again.",
  },
} as const;

/** A signed link needs no cookie and says that it is a file to keep, so that the page stays where it is. */
function follow(url: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
