import { randomBytes } from "node:crypto";

/** So many milliseconds of 48 kHz mono noise, 16 bits a sample, as a WAV file. */
export function wave(milliseconds: number): Buffer<ArrayBuffer> {
  const sound = randomBytes(96 * milliseconds);
  return Buffer.concat([waveHeader(sound.length), sound]);
}

/** What stands before so many bytes of such sound. */
export function waveHeader(bytes: number): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(96_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}
