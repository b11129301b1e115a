"use client";

import { RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Carrier } from "./carriers";
import { type ChangedFile, changedInWords } from "./changed";
import { DownloadButton } from "./download-button";
import { useTaking } from "./use-taking";

type ChangedNoticeProps = {
  files: readonly ChangedFile[];
  onRecorded?: () => void;
  /** What shows them in a list. */
  show: ReactNode;
};

/** As many as one taking may name; what is left is offered after it. */
const mostAtOnce = 10_000;

/** Files that were updated since the user took them, to be taken anew in one click; nothing where there are none. */
export function ChangedNotice({ files, onRecorded, show }: ChangedNoticeProps) {
  const { recording, take } = useTaking(onRecorded);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const left = files.filter((file) => !taken.has(keyOf(file)));
  if (left.length === 0) return null;
  const now = left.slice(0, mostAtOnce);
  const takeAll = async (carrier?: Carrier) => {
    const ids = now.map(({ materialId }) => materialId);
    if (await take(ids, carrier)) setTaken(new Set([...taken, ...now.map(keyOf)]));
  };
  return (
    <section
      aria-label="Updated files"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t bg-raised px-4 py-1.5"
    >
      <p role="status" className="flex items-center gap-2">
        <RefreshCw className="text-new" />
        {changedInWords(left.length)}
      </p>
      <DownloadButton
        tone="quiet"
        label={now.length === 1 ? "Download the new version" : "Download the new versions"}
        files={now.length}
        disabled={recording}
        onTake={(carrier) => void takeAll(carrier)}
      />
      {show}
    </section>
  );
}

const keyOf = ({ materialId, version }: ChangedFile) => `${materialId} ${version}`;
