/** The part that we use; the package brings no types. */
declare module "smpte-timecode" {
  class Timecode {
    /** @throws Error when it is no timecode at this rate, or one that drop-frame leaves out */
    constructor(
      /** A count of frames, or `HH:MM:SS:FF`. */
      timeCode: number | string,
      frameRate: readonly [numerator: number, denominator: number],
      dropFrame: boolean,
    );
    readonly frameCount: number;
    /** `HH:MM:SS:FF`, with `;` before the frames when drop-frame. */
    toString(): string;
  }
  export = Timecode;
}
