"use client";

import { Check, LoaderCircle, TriangleAlert } from "lucide-react";
import { FileName } from "@/components/materials/file-name";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { bytesInWords } from "@/components/ui/bytes";
import { relativeTime } from "@/components/ui/time-text";
import { Tooltip } from "@/components/ui/tooltip";
import type { RequestedProxy } from "@/lib/proxies/types";
import { useDownloads } from "./downloads-context";
import { Progress } from "./progress";
import { makingInWords } from "./proxy-words";
import { useProxy } from "./use-proxy";
import { proxiesKey } from "./use-requested-proxies";
import { useTaking } from "./use-taking";

type ProxyItemProps = { proxy: RequestedProxy; now: Date; timeZone: string };

/** One copy that was asked for: how far it is, and, once it is ready, the button that takes it. */
export function ProxyItem({ proxy, now, timeZone }: ProxyItemProps) {
  const { client } = useDownloads();
  const { busy, request, cancel } = useProxy(proxy.materialId);
  const { recording, take } = useTaking(
    () => void client.invalidateQueries({ queryKey: proxiesKey }),
  );
  const { state, fileName, percent, title } = proxy;
  return (
    <li className="space-y-1 py-2.5 pr-2 pl-4">
      <div className="flex min-h-7 items-center gap-2">
        <Tooltip label={fileName}>
          <div className="min-w-0 flex-1">
            <FileName name={fileName} />
          </div>
        </Tooltip>
        {state === "processing" && (
          <Button
            {...small}
            aria-label={`Cancel the proxy of ${fileName}`}
            disabled={busy}
            onClick={cancel}
          >
            Cancel
          </Button>
        )}
        {state === "ready" && (
          <Button
            {...small}
            aria-label={`Download ${fileName}`}
            disabled={recording}
            onClick={() => void take([proxy.materialId])}
          >
            Download
          </Button>
        )}
        {state === "failed" && (
          <Button
            {...small}
            aria-label={`Retry the proxy of ${fileName}`}
            disabled={busy}
            onClick={request}
          >
            Retry
          </Button>
        )}
      </div>
      {state === "processing" && (
        <Progress label={`Made of ${fileName}`} percent={percent ?? 0} moving />
      )}
      <p className="flex flex-wrap items-center gap-x-1.5 pr-2 text-ink-2 text-label">
        <State proxy={proxy} />
        <bdi className="truncate">
          · {title.name} {title.episode}
        </bdi>
        <time dateTime={proxy.requestedAt} className="ml-auto text-ink-3">
          {relativeTime(new Date(proxy.requestedAt), now, timeZone)}
        </time>
      </p>
    </li>
  );
}

const small = { tone: "accent", className: "h-7! px-2!" } as const;

function State({ proxy }: { proxy: RequestedProxy }) {
  const { state, percent, reason, bytes } = proxy;
  switch (state) {
    case "processing":
      return (
        <>
          <Badge tone="processing" icon={<LoaderCircle />}>
            Processing {percent} %
          </Badge>
          <span>· {makingInWords(proxy)}</span>
        </>
      );
    case "ready":
      return (
        <>
          <Badge tone="ready" icon={<Check />}>
            Ready
          </Badge>
          {bytes !== null && <span>· {bytesInWords(bytes)}</span>}
        </>
      );
    case "failed":
      return (
        <>
          <Badge tone="failed" icon={<TriangleAlert />}>
            Failed
          </Badge>
          <span className="wrap-anywhere">· {reason}</span>
        </>
      );
  }
}
