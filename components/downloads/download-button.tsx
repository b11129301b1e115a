"use client";

import { clsx } from "clsx";
import { ChevronDown, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuTrigger } from "@/components/ui/menu";
import { Tooltip } from "@/components/ui/tooltip";
import { CarrierMenu } from "./carrier-menu";
import type { Carrier } from "./carriers";

type DownloadButtonProps = {
  tone?: "primary" | "quiet";
  label?: string;
  /** How many files it takes. */
  files: number;
  disabled?: boolean;
  /** Without a carrier by the browser itself. */
  onTake: (carrier?: Carrier) => void;
};

const otherWays = "Other ways to download";

/** Downloads at once, by the browser; the arrow beside it offers the other ways. */
export function DownloadButton(props: DownloadButtonProps) {
  const { tone = "primary", label = "Download", files, disabled = false, onTake } = props;
  return (
    <div className="flex">
      <Button tone={tone} disabled={disabled} className="rounded-r-none" onClick={() => onTake()}>
        <Download />
        {label}
      </Button>
      <Menu>
        <Tooltip label={otherWays}>
          <MenuTrigger asChild>
            <Button
              tone={tone}
              disabled={disabled}
              aria-label={otherWays}
              className={clsx(
                "rounded-l-none px-1.5!",
                tone === "primary" ? "border-on-accent/40 border-l" : "border-l-0!",
              )}
            >
              <ChevronDown />
            </Button>
          </MenuTrigger>
        </Tooltip>
        <CarrierMenu files={files} taken={false} onChoose={onTake} />
      </Menu>
    </div>
  );
}
