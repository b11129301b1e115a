import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";

/**
 * The one `now` of a page, and the viewer's time zone: what the browser has said in the `tz` cookie, else UTC.
 * Both are handed down, so that the server and the browser write the same words.
 */
export const pageClock = cache(async () => ({
  now: new Date(),
  timeZone: knownZone((await cookies()).get("tz")?.value) ?? "UTC",
}));

function knownZone(said: string | undefined): string | null {
  if (!said || said.length > 64) return null;
  try {
    new Intl.DateTimeFormat("en", { timeZone: said });
    // By the browser's own name: ours for the same zone may be an older one (Asia/Calcutta).
    return said;
  } catch {
    return null;
  }
}
