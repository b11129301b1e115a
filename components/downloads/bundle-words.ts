import { bytesInWords } from "@/components/ui/bytes";
import type { BundleRow } from "@/lib/bundles/types";
import { timeLeft } from "./rate";

type Words = {
  /** How far it came. */
  state: string;
  /** Sizes and times. */
  facts: string[];
  /** What is to be known before it is taken again. */
  note: string | null;
  /** What the button does that takes it again; null when that would be refused. */
  action: "Download" | "Resume" | "Download again" | null;
};

/**
 * A bundle in words.
 * @param rate bytes a second, where it is known
 */
export function bundleInWords(row: BundleRow, rate: number | null): Words {
  const total = bytesInWords(row.fileBytes);
  const files = row.files === 1 ? [] : [`${row.files.toLocaleString("en")} files`];
  const partly = `${bytesInWords(row.sentBytes)} of ${total}`;
  const again = (action: Exclude<Words["action"], null>) => (row.refused ? null : action);
  switch (row.state) {
    case "verified":
      return {
        state: "Verified: what arrived has the right checksums",
        ...{ facts: [...files, total], note: refusalNote(row), action: again("Download again") },
      };
    case "completed":
      return {
        state: "Completed: every byte was sent",
        facts: [
          ...files,
          total,
          ...(row.verifiedFiles > 0 ? [`${row.verifiedFiles} verified by receipts`] : []),
        ],
        ...{ note: refusalNote(row), action: again("Download again") },
      };
    case "downloading": {
      const left = timeLeft(row.fileBytes - row.sentBytes, rate);
      const facts = [...files, partly, ...(left ? [left] : [])];
      return { state: `${row.percent} % sent`, facts, note: null, action: null };
    }
    case "initiated": {
      const begun = row.sentBytes > 0;
      const state = begun
        ? `${row.percent} % sent, then it stopped`
        : "Initiated: nothing sent yet";
      const note = refusalNote(row) ?? resumeNote(row, begun);
      const facts = [...files, begun ? partly : total];
      return { state, facts, note, action: again(begun ? "Resume" : "Download") };
    }
  }
}

function refusalNote({ refused }: BundleRow): string | null {
  switch (refused) {
    case "superseded":
      return "Superseded: newer versions have come. Start the download again from the list to get them.";
    case "forbidden":
      return "Withdrawn: you no longer have the right to all of it.";
    case null:
      return null;
  }
}

function resumeNote({ links }: BundleRow, begun: boolean): string | null {
  const expired = links ? "" : "Its links have expired; this makes new ones. ";
  if (!begun) return expired.trim() || null;
  return `${expired}Your browser goes on only from its own list of downloads; from here it starts over. A copied line goes on where it stopped.`;
}
