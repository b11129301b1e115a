/** What the bytes of a transfer are of. */
export type Target = { downloadId: string } | { bundleId: string };

/** A transfer as its process knows it. Offsets are from the start of the target; instants the process's own. */
export type Transfer = {
  id: string;
  target: Target;
  /** Where its client is. */
  address: string;
  fromByte: number;
  /** Everything before this was handed over. */
  handedTo: number;
  /** What the database knows may have been handed over. */
  leasedTo: number;
  startedAt: Date;
  movedAt: Date;
  endedAt: Date | null;
  /** Whether the client is taken to have what was handed over, to the last byte. */
  taken: boolean;
};

/** What a transfer's row is to say. */
export type TransferState = {
  id: string;
  sentTo: number;
  leasedTo: number;
  movedAt: Date;
  endedAt: Date | null;
};
