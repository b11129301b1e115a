/** Frames `from` up to, but without, `to`, counted from 0. */
export type Chunk = { from: number; to: number };

/**
 * Cuts a programme into pieces for so many workers: every frame in exactly one piece, every border on the
 * first frame of a group of pictures, the pieces as even as that allows. None where there are no frames.
 * @param gop frames of a group of pictures
 */
export function planChunks(frames: number, gop: number, workers: number): Chunk[] {
  const groups = Math.ceil(frames / gop);
  const pieces = Math.min(Math.max(1, Math.floor(workers)), groups);
  const border = (piece: number) => Math.min(frames, Math.floor((piece * groups) / pieces) * gop);
  return Array.from({ length: pieces }, (_, piece) => ({
    from: border(piece),
    to: border(piece + 1),
  }));
}
