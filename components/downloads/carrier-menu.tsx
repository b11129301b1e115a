"use client";

import { ClipboardCheck, FileCode, FileText, ScrollText, SquareTerminal } from "lucide-react";
import type { ReactNode } from "react";
import { MenuContent, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { type Carrier, isLine, lineNames, paperNames } from "./carriers";

type CarrierMenuProps = {
  /** How many files are to be carried. */
  files: number;
  /** Before anything was taken there is nothing to give a receipt for. */
  taken: boolean;
  onChoose: (carrier: Carrier) => void;
};

/** The ways to fetch other than by the browser; stands in a Menu. */
export function CarrierMenu({ files, taken, onChoose }: CarrierMenuProps) {
  const item = (carrier: Carrier, icon: ReactNode) => (
    <MenuItem onSelect={() => onChoose(carrier)}>
      <span className="text-ink-2">{icon}</span>
      {isLine(carrier) ? `Copy ${lineNames[carrier]}` : paperNames[carrier]}
    </MenuItem>
  );
  return (
    <MenuContent align="end">
      <MenuLabel>For a terminal</MenuLabel>
      {item("aria2c", <SquareTerminal />)}
      {item("curl", <SquareTerminal />)}
      {files > 1 && item("aria2cFiles", <SquareTerminal />)}
      {taken && item("receipts", <ClipboardCheck />)}
      <MenuSeparator />
      <MenuLabel>For download managers and checks</MenuLabel>
      {item("metalinkUrl", <FileCode />)}
      {item("urlListUrl", <FileText />)}
      {item("manifestUrl", <ScrollText />)}
    </MenuContent>
  );
}
