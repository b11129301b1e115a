import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/** An instant, to the millisecond that JavaScript's Date can hold. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });

/** A count that may pass 2^31 (bytes, milliseconds); safe in a JavaScript number to 2^53. */
export const bigintNumber = () => bigint({ mode: "number" });

/** Byte ranges already sent, half-open: `{[0,1024),[4096,8192)}`. */
export const byteRanges = customType<{ data: string; driverData: string }>({
  dataType: () => "int8multirange",
});
