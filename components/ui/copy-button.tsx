"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button";

type CopyButtonProps = {
  /** What is copied, for the accessible name: "MD5". */
  what: string;
  text: string;
};

const saidFor = 2_000;

/** Copies a text to the clipboard, and says whether the browser let it. */
export function CopyButton({ what, text }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), saidFor);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await copyText(text)) ? "copied" : "refused");
  return (
    <>
      <IconButton label={`Copy ${what}`} className="size-6!" onClick={copy}>
        {outcome === "copied" ? <Check className="text-ready" /> : <Copy />}
      </IconButton>
      <span role="status" className={outcome === "refused" ? "text-failed" : "sr-only"}>
        {outcome === "copied" && `${what} copied.`}
        {outcome === "refused" && "The browser did not let it be copied; select it instead."}
      </span>
    </>
  );
}

/** @returns whether it was let: over plain HTTP there is no clipboard */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
