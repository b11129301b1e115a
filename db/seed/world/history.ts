import type { Random } from "../random";
import { assetType } from "./catalogue";
import type { Slot } from "./slots";

export type VersionEvent = { kind: "version"; at: Date; note: string | null };
export type ReviewEvent = {
  kind: "review";
  at: Date;
  status: "QC Pending" | "Ready for Mix";
  result: "passed" | "failed" | null;
  note: string | null;
};
export type HistoryEvent = VersionEvent | ReviewEvent;

const hour = 3_600_000;
const day = 24 * hour;

/** A slot that nothing has come for, now and then, of a title that is otherwise there. */
const emptyPercent = 3;

/**
 * What happened to a material up to today's first minute, in order: deliveries at working hours, reviews
 * within two days of each.
 * @param today 00:00 UTC; nothing is later than the overnight intake just after it
 */
export function historyOf(slot: Slot, today: Date, random: Random): HistoryEvent[] {
  const { firstDeliveryDaysAgo } = slot.title;
  if (firstDeliveryDaysAgo === null || random.chance(emptyPercent)) return [];
  const deliveries = deliveryTimes(firstDeliveryDaysAgo, today, random);
  const { qcApplies, mediaKind } = assetType(slot.assetType);
  return deliveries.flatMap((at, i): HistoryEvent[] => {
    const note = i === 0 ? null : random.pick(notes[mediaKind]);
    const next = deliveries[i + 1] ?? null;
    const reviews = qcApplies ? reviewsOf(at, next, today, random) : [];
    return [{ kind: "version", at, note }, ...reviews];
  });
}

function deliveryTimes(firstDaysAgo: number, today: Date, random: Random): Date[] {
  const count = random.pick(versionCounts);
  const times: Date[] = [];
  let daysAgo = Math.max(1, firstDaysAgo - random.int(0, 5));
  while (times.length < count && daysAgo >= 1) {
    times.push(atWork(today, daysAgo, random));
    daysAgo -= random.int(3, 3 + Math.ceil(firstDaysAgo / 6));
  }
  // Some of everything is fresh: a new version in the last week, or in last night's intake.
  const last = times.at(-1);
  const fresh = random.int(1, 100);
  if (last && fresh <= 3) times.push(intake(today, random));
  else if (last && fresh <= 12 && today.getTime() - last.getTime() > 10 * day)
    times.push(atWork(today, random.int(1, 6), random));
  return times;
}

const versionCounts = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4];

/** 07:00 to 18:59 UTC on a day before today. */
const atWork = (today: Date, daysAgo: number, random: Random) =>
  new Date(today.getTime() - daysAgo * day + random.int(7 * 3600, 19 * 3600 - 1) * 1000);

/** Within the first seconds of today, so that it is past whenever today is. */
const intake = (today: Date, random: Random) => new Date(today.getTime() + random.int(0, 900));

function reviewsOf(delivered: Date, next: Date | null, today: Date, random: Random): ReviewEvent[] {
  const until = Math.min(next?.getTime() ?? Number.POSITIVE_INFINITY, today.getTime());
  const review = (after: Date, event: Omit<ReviewEvent, "kind" | "at">): ReviewEvent[] => {
    const at = new Date(after.getTime() + random.int(4 * 60, 40 * 60) * 60_000);
    return at.getTime() < until ? [{ kind: "review", at, ...event }] : [];
  };
  const failed = { status: "QC Pending", result: "failed", note: random.pick(faults) } as const;
  const passed = { status: "Ready for Mix", result: "passed", note: null } as const;
  const outcome = random.int(1, 100);
  if (next) return outcome <= 65 ? review(delivered, failed) : review(delivered, passed);
  if (outcome <= 62) return review(delivered, passed);
  if (outcome <= 76) return review(delivered, failed);
  if (outcome <= 82) {
    // Failed by mistake, looked at again.
    const first = review(delivered, failed);
    const again = { ...passed, note: "Second review: the fault was in the monitoring chain." };
    return first[0] ? [...first, ...review(first[0].at, again)] : first;
  }
  return [];
}

const faults = [
  "Click on Ls at 01:00:06:11.",
  "2-pop is two frames late.",
  "Dialogue bleeds into C at 01:00:04:02; M&E must be free of it.",
  "Loudness is 2.4 LU over the target.",
  "LFE is silent throughout.",
  "Dropout of nine samples on R at 01:00:07:19.",
  "Footsteps of the second scene are missing; fill them.",
];

type MediaKindOf = ReturnType<typeof assetType>["mediaKind"];

const notes: Record<MediaKindOf, string[]> = {
  video: [
    "Conformed to the new cut.",
    "VFX of the last scene dropped in.",
    "Start timecode corrected.",
    "Colour pass 2.",
  ],
  audio: [
    "QC fixes.",
    "Conformed to the new cut.",
    "Foley filled in the second scene.",
    "Level of the music lowered by 1.5 dB.",
  ],
  text: [
    "Names aligned with the KNP.",
    "Two lines added after ADR.",
    "Timecodes conformed.",
    "Notes for translators extended.",
  ],
  image: ["New colours.", "Higher resolution.", "Approved by the filmmakers."],
};
