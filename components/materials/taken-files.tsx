"use client";

import { X } from "lucide-react";
import { bytesInWords } from "@/components/ui/bytes";
import { IconButton } from "@/components/ui/icon-button";
import type { ListedMaterial } from "@/lib/materials/types";
import { FileName } from "./file-name";
import type { TakenFile } from "./use-downloads";

type TakenFilesProps = {
  files: TakenFile[];
  rowsById: ReadonlyMap<string, ListedMaterial>;
  onDismiss: () => void;
};

/** The files of the last Download, each with its link and how far it came: some browsers hold back all but the first. */
export function TakenFiles({ files, rowsById, onDismiss }: TakenFilesProps) {
  if (files.length < 2) return null;
  return (
    <section
      aria-label="Started downloads"
      className="fixed right-4 bottom-4 z-30 flex max-h-80 w-96 max-w-[calc(100vw-2rem)] animate-appear flex-col rounded-md border border-line bg-raised shadow-lg shadow-black/20"
    >
      <header className="flex items-center justify-between border-line border-b py-1 pr-1 pl-3">
        <h2 className="font-semibold">{files.length} files</h2>
        <IconButton label="Close the list of started downloads" onClick={onDismiss}>
          <X />
        </IconButton>
      </header>
      <ul className="overflow-y-auto py-1">
        {files.map((file) => (
          <li key={file.downloadId} className="flex items-center gap-3 px-3 py-1">
            <a href={file.url} download className="min-w-0 flex-1 text-accent hover:underline">
              <FileName name={file.fileName} />
            </a>
            <span className="shrink-0 text-ink-2 text-label">
              {progressOf(file, rowsById.get(file.materialId))}
            </span>
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-3 py-1.5 text-ink-3 text-label">
        {bytesInWords(files.reduce((sum, { bytes }) => sum + bytes, 0))} in all. If your browser
        held a file back, take it by its link.
      </p>
    </section>
  );
}

function progressOf({ handedToBrowser, version }: TakenFile, row: ListedMaterial | undefined) {
  const { downloaded } = row ?? {};
  if (!handedToBrowser) return "Waiting";
  if (!downloaded || row?.version !== version) return "Started";
  switch (downloaded.state) {
    case "verified":
    case "completed":
      return "Sent";
    case "downloading":
      return `${downloaded.percent ?? 0} %`;
    default:
      return "Started";
  }
}
