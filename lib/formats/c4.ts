import { createHash } from "node:crypto";

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 90;

/** The C4 ID of the bytes, SMPTE ST 2114:2017: "c4" and their SHA-512 in base 58, 90 characters in all. */
export function c4Id(bytes: Uint8Array): string {
  let rest = BigInt(`0x${createHash("sha512").update(bytes).digest("hex")}`);
  let digits = "";
  for (; rest > 0n; rest /= 58n) digits = DIGITS[Number(rest % 58n)] + digits;
  return `c4${digits.padStart(LENGTH - 2, "1")}`;
}
