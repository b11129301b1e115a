import {
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleSlash,
  OctagonAlert,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { bucketNames, statusNames } from "@/lib/source-requests/rules";
import type { Bucket, SourceRequestRow } from "@/lib/source-requests/types";

const looks: Record<Bucket, { tone: Tone; icon: ReactNode }> = {
  critical: { tone: "failed", icon: <OctagonAlert /> },
  at_risk: { tone: "pending", icon: <TriangleAlert /> },
  on_track: { tone: "ready", icon: <CircleDot /> },
  awaiting_materials: { tone: "plain", icon: <CircleDashed /> },
  done: { tone: "taken", icon: <CircleCheck /> },
};

/** How a source request stands: its bucket, and, once it is done, in which way. */
export function BucketBadge({ bucket, status }: Pick<SourceRequestRow, "bucket" | "status">) {
  const { tone, icon } = looks[bucket];
  return (
    <Badge tone={tone} icon={status === "cancelled" ? <CircleSlash /> : icon}>
      {bucketNames[bucket]}
      {bucket === "done" && (
        <span className="font-normal text-ink-3">{statusNames[status].toLowerCase()}</span>
      )}
    </Badge>
  );
}
