import "server-only";

/**
 * Why a picture could not be made, as a sentence for an operator.
 * `source`: the file itself is wrong, trying again changes nothing. `machine`: the disk is full, time or
 * memory ran out, a program is missing; trying again later may do. `stopped`: somebody stopped it.
 */
export class MediaError extends Error {
  constructor(
    readonly kind: "source" | "machine" | "stopped",
    message: string,
    /** All that the program said, for those who know it. */
    readonly detail = "",
  ) {
    super(message);
    this.name = "MediaError";
  }
}
