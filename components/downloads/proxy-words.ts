import type { CopyStage } from "@/lib/materials/types";
import type { RequestedProxy } from "@/lib/proxies/types";

/** What is said of a taking of which some files are still to be made. @param sent how many are on their way */
export function beingMadeInWords(sent: number, made: number): string {
  const proxies = made === 1 ? "1 proxy is being made" : `${made} proxies are being made`;
  if (sent === 0)
    return `${proxies}; we’ll mail you when you can download ${made === 1 ? "it" : "them"}.`;
  const files = sent === 1 ? "1 file is on its way" : `${sent} files are on their way`;
  return `${files}; ${proxies}, we’ll mail you.`;
}

type Making = { stage: CopyStage | null; secondsLeft: number | null };

/** What is being done for a proxy just now, and for how long still, as far as that can be told. */
export function makingInWords(proxy: Making | null): string {
  const left = timeLeftInWords(proxy?.secondsLeft ?? null);
  return [stages[proxy?.stage ?? "encoding"], left].filter(Boolean).join(", ");
}

/** The picture that copies are made from is prepared once a version, for whoever asks first. */
const stages: Record<CopyStage, string> = {
  waiting: "Your proxy waits for its turn",
  preparing: "Step 1 of 2: the picture is being prepared",
  encoding: "Your proxy is being made",
};

/** "about 3 min left": how long an encode is likely to take still; null when that can't be told. */
export function timeLeftInWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  if (seconds < 60) return "less than a minute left";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  const rest = minutes % 60;
  return `about ${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ""} left`;
}

/** Whether a copy that was being made at the last look is not any more: ready, failed, cancelled or gone. */
export function hasEnded(
  before: readonly RequestedProxy[],
  after: readonly RequestedProxy[],
): boolean {
  const made = new Set(
    after.filter(({ state }) => state === "processing").map(({ proxyCopyId }) => proxyCopyId),
  );
  return before.some(({ state, proxyCopyId }) => state === "processing" && !made.has(proxyCopyId));
}

/** Copies that were being made at the last look, and are ready now. */
export function newlyReady(
  before: readonly RequestedProxy[],
  after: readonly RequestedProxy[],
): RequestedProxy[] {
  const made = new Set(
    before.filter(({ state }) => state === "processing").map(({ proxyCopyId }) => proxyCopyId),
  );
  return after.filter(({ state, proxyCopyId }) => state === "ready" && made.has(proxyCopyId));
}
