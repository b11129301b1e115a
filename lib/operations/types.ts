import { z } from "zod";

// What the addresses of operators' lists can say; what makes no sense in one is left out.

/** Words that are looked for. Postgres can hold any character but NUL. */
export const searchText = z
  .string()
  .trim()
  .max(200)
  .refine((value) => !value.includes("\0"))
  .catch("");

/** Of the days that ISO 8601 can write, Postgres has none of the year 0. */
const firstDay = "0001-01-01";
export const day = z.iso.date().refine((date) => date >= firstDay);

/** Where a list that is read from its newest entry on goes on: after this one. */
export const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f-]{36}$/)
  .transform((mark) => ({ at: mark.slice(0, 24), id: mark.slice(25) }))
  .refine(({ at }) => at >= firstDay && !Number.isNaN(Date.parse(at)))
  .refine(({ id }) => z.uuid().safeParse(id).success)
  .optional()
  .catch(undefined);
export type Cursor = z.output<typeof cursor>;

/** What may be hundreds of thousands is counted no further: from there on "1,000+" is shown. */
export const COUNTED_TO = 1000;
