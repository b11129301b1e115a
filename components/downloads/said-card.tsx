"use client";

import { clsx } from "clsx";
import { Check, Copy, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { Said } from "./carriers";
import { useDownloads } from "./downloads-context";
import { copyText } from "./hand-over";

/** What the last command came to, at the page's lower edge; in the tray while that is open. */
export function SaidInCorner() {
  const { said, trayOpen } = useDownloads();
  return (
    <div className="fixed right-4 bottom-4 z-40 w-96 max-w-[calc(100vw-2rem)]">
      {!trayOpen && (
        <SaidAloud
          said={said}
          className="rounded-md border border-line shadow-lg shadow-black/20"
        />
      )}
    </div>
  );
}

/** Stays in the page, so that what comes into it is read out. */
export function SaidAloud({ said, className }: { said: Said | null; className: string }) {
  return (
    <>
      <div role="status">
        {said?.tone === "done" && <SaidCard key={said.words} {...{ said, className }} />}
      </div>
      <div role="alert">{said?.tone === "refused" && <SaidCard {...{ said, className }} />}</div>
    </>
  );
}

function SaidCard({ said, className }: { said: Said; className: string }) {
  const { say } = useDownloads();
  const { tone, words, byHand, next } = said;
  return (
    <div className={clsx("flex animate-appear items-start gap-2 bg-raised p-3", className)}>
      {tone === "done" ? (
        <Check className="mt-0.5 text-ready" />
      ) : (
        <TriangleAlert className="mt-0.5 text-pending" />
      )}
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p className="wrap-anywhere">{words}</p>
        {byHand && <LineByHand line={byHand} />}
        {next && <CopyNext {...next} />}
      </div>
      <IconButton label="Dismiss" className="-mt-1.5 -mr-1.5" onClick={() => say(null)}>
        <X />
      </IconButton>
    </div>
  );
}

function CopyNext({ name, line }: { name: string; line: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <>
      <Button
        onClick={async () => {
          setCopied(await copyText(Promise.resolve(line)));
        }}
      >
        {copied ? <Check /> : <Copy />}
        {copied ? `Copied the ${name}` : `Copy the ${name}`}
      </Button>
      {copied === false && <LineByHand line={line} />}
    </>
  );
}

function LineByHand({ line }: { line: string }) {
  return (
    <textarea
      readOnly
      aria-label="The line, to be copied by hand"
      rows={3}
      className="w-full rounded border border-line-strong bg-surface p-2 font-mono text-mono"
      value={line}
      onFocus={({ currentTarget }) => currentTarget.select()}
    />
  );
}
