/**
 * Where the bytes of materials are kept. Objects are written once and never changed; a key names the
 * same bytes for ever. Keys are our own: names of lower-case letters, digits, `-` and `.`, joined by `/`.
 */
export type ObjectStore = {
  /**
   * Keeps the bytes under the key: whole, or not at all. A chunk is done with when the next is asked for, so
   * that a source may fill the same few buffers again and again.
   * @throws when the source fails or the store is full; nothing is kept then
   */
  put(key: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Finds an object; null when there is none. Nothing is held open until the first read. */
  open(key: string): Promise<StoredObject | null>;
  /** Removes the object; one that is not there is no error. */
  remove(key: string): Promise<void>;
  /** The object as a file of this machine, there or not; null for a store that is elsewhere. */
  fileOf(key: string): string | null;
  /** Removes what was begun and never became an object, and was last written to before then. @returns how many */
  removeParts(before: Date): Promise<number>;
  /** Resolves when the store can be written to and read from. */
  check(): Promise<void>;
};

/** Bytes of a known size that can be read at any offset; one reader at a time. */
export type ByteSource = {
  /** In bytes. */
  size: number;
  /**
   * Fills the buffer from `position` on and resolves to the count of bytes read: less than the buffer's
   * length only at the end. Reading on from where the last read ended is the cheap way.
   * @param until where the reader means to stop (not included), so that no more is fetched than that; the end by default
   */
  read(buffer: Uint8Array, position: number, until?: number): Promise<number>;
  /** Lets go of whatever reading holds open, also in the middle of a read, which then fails. */
  close(): Promise<void>;
};

export type StoredObject = ByteSource;

const keyPattern = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/;

/** @throws Error for a key that is not one of ours: no part of it ever leads out of the store */
export function assertKey(key: string) {
  if (!keyPattern.test(key)) throw new Error(`bad object key: ${JSON.stringify(key)}`);
}
