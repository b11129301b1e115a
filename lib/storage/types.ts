/**
 * Where the bytes of materials are kept. Objects are written once and never changed; a key names the
 * same bytes for ever. Keys are our own: lower-case letters, digits, `-`, `.` and `/`.
 */
export type ObjectStore = {
  /**
   * Keeps the bytes under the key: whole, or not at all.
   * @throws when the source fails or the store is full; nothing is kept then
   */
  put(key: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Opens an object for reading at any offset; null when there is none. */
  open(key: string): Promise<StoredObject | null>;
  /** Removes the object; one that is not there is no error. */
  remove(key: string): Promise<void>;
  /** Resolves when the store can be written to and read from. */
  check(): Promise<void>;
};

export type StoredObject = {
  /** In bytes. */
  size: number;
  /**
   * Fills the buffer from `position` on and resolves to the count of bytes read: less than the buffer's
   * length only at the object's end. Reading on from where the last read ended is the cheap way.
   */
  read(buffer: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
};
