"use client";

import {
  Check,
  CheckCheck,
  CircleDashed,
  CirclePause,
  Download,
  EllipsisVertical,
} from "lucide-react";
import type { ReactNode } from "react";
import { FileName } from "@/components/materials/file-name";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuTrigger } from "@/components/ui/menu";
import { exactTime, relativeTime } from "@/components/ui/time-text";
import { Tooltip } from "@/components/ui/tooltip";
import { renewLinksAction } from "@/lib/bundles/actions";
import type { BundleRow, TakenBundle } from "@/lib/bundles/types";
import { bundleInWords } from "./bundle-words";
import { CarrierMenu } from "./carrier-menu";
import { Progress } from "./progress";
import { Refusal, settled, useCarrying } from "./use-carrying";

type BundleItemProps = { row: BundleRow; rate: number | null; now: Date; timeZone: string };

/** One bundle: its name, how far it came, and what can be done about it. */
export function BundleItem({ row, rate, now, timeZone }: BundleItemProps) {
  const { state, facts, note, action } = bundleInWords(row, rate);
  const startedAt = new Date(row.startedAt);
  const { toBrowser, toCarrier } = useCarrying();
  return (
    <li className="space-y-1 py-2.5 pr-2 pl-4">
      <div className="flex min-h-7 items-center gap-2">
        <Tooltip label={row.name}>
          <div className="min-w-0 flex-1">
            <FileName name={row.name} />
          </div>
        </Tooltip>
        {action && (
          <Button
            tone="accent"
            className="h-7! px-2!"
            aria-label={`${action} ${row.name}`}
            onClick={() => void toBrowser(renewed(row.id))}
          >
            {action}
          </Button>
        )}
        {!row.refused && (
          <Menu>
            <MenuTrigger asChild>
              <IconButton label={`Commands and lists for ${row.name}`} className="size-7!">
                <EllipsisVertical />
              </IconButton>
            </MenuTrigger>
            <CarrierMenu
              files={row.files}
              taken
              onChoose={(carrier) => void toCarrier(carrier, Promise.resolve(row.id))}
            />
          </Menu>
        )}
      </div>
      {(row.state === "downloading" || row.state === "initiated") && row.sentBytes > 0 && (
        <Progress
          label={`Sent of ${row.name}`}
          percent={row.percent}
          moving={row.state === "downloading"}
        />
      )}
      <p className="flex flex-wrap items-center gap-x-1.5 pr-2 text-ink-2 text-label">
        <Badge tone="taken" icon={iconOf(row)}>
          {state}
        </Badge>
        {facts.map((fact) => (
          <span key={fact}>· {fact}</span>
        ))}
        <Tooltip label={exactTime(startedAt, timeZone)}>
          <time dateTime={row.startedAt} className="ml-auto text-ink-3">
            {relativeTime(startedAt, now, timeZone)}
          </time>
        </Tooltip>
      </p>
      {note && <p className="pr-2 text-ink-3 text-label">{note}</p>}
    </li>
  );
}

/** New links, for the browser to follow. */
async function renewed(bundleId: string): Promise<TakenBundle> {
  const taken = await settled(renewLinksAction({ bundleId }));
  if (!taken) throw new Refusal("There is nothing in it that can be sent.");
  return taken;
}

function iconOf({ state, sentBytes }: BundleRow): ReactNode {
  switch (state) {
    case "verified":
      return <CheckCheck />;
    case "completed":
      return <Check />;
    case "downloading":
      return <Download />;
    case "initiated":
      return sentBytes > 0 ? <CirclePause /> : <CircleDashed />;
  }
}
