import { z } from "zod";
import type { Checksums, CopyStage } from "@/lib/materials/types";

export type ProxyCopyState = "queued" | "encoding" | "ready" | "failed" | "cancelled" | "removed";

/** The material whose current version a copy is wanted of. */
export const proxyInput = z.object({ materialId: z.uuid() });

/** A copy as `POST /api/proxies` answers it. */
export type ProxyCopyStatus = {
  proxyCopyId: string;
  materialId: string;
  state: "ready" | "processing" | "failed";
  /** 0 to 100; null unless it is being made. */
  percent: number | null;
  /** Why it failed. */
  reason: string | null;
};

/** A copy that a user asked for and has not taken yet, as their tray shows it. */
export type RequestedProxy = ProxyCopyStatus & {
  /** As supplied. */
  fileName: string;
  title: { reference: string; name: string; episode: string | null };
  /** Null unless it is being made. */
  stage: CopyStage | null;
  /** How long it is likely to take still; null when that can't be told yet. */
  secondsLeft: number | null;
  /** Of a copy that is ready. */
  bytes: number | null;
  /** ISO 8601. */
  requestedAt: string;
};

/** The file of a copy, as it is sent in its version's stead. */
export type CopyFile = Checksums & {
  proxyCopyId: string;
  serial: number;
  bytes: number;
  objectKey: string;
};
