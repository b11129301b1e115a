import { z } from "zod";
import { language, newReference, optional } from "@/lib/fields";

export const buckets = ["critical", "at_risk", "on_track", "awaiting_materials", "done"] as const;
export type Bucket = (typeof buckets)[number];

export const statuses = ["open", "fulfilled", "cancelled"] as const;
export type SourceRequestStatus = (typeof statuses)[number];

/** One row of the table of source requests, as `GET /api/source-requests` answers it. */
export type SourceRequestRow = {
  reference: string;
  title: {
    reference: string;
    /** Of the film or the series. */
    name: string;
    /** "S02E04" */
    episode: string | null;
    /** The episode's or season's own name. */
    partName: string | null;
  };
  kind: string;
  /** To be made; BCP 47. */
  language: string;
  /** YYYY-MM-DD */
  dueOn: string;
  status: SourceRequestStatus;
  bucket: Bucket;
  /** Materials that can be downloaded now, of all its slots. */
  available: number;
  total: number;
  /** Named to operators only, who see the requests of all. */
  partner: string | null;
};

export const sortColumns = [
  "reference",
  "title",
  "kind",
  "language",
  "dueOn",
  "bucket",
  "available",
] as const;
export type SortColumn = (typeof sortColumns)[number];

/** Text that Postgres can hold: any but the character NUL. */
const text = z.string().refine((value) => !value.includes("\0"), "has a character that is no text");

const list = z.union([text, z.array(text)]).transform((value) => [value].flat());
const oneOf = <T extends string>(values: readonly T[]) =>
  list.pipe(z.array(z.enum(values as readonly [T, ...T[]]))).optional();

/** What the URL of the table says: page from 1, filters, order. Unknown parameters are let be. */
export const sourceRequestsQuery = z.object({
  q: text.max(200, "is longer than 200 characters").default(""),
  kind: list.optional(),
  language: list.optional(),
  status: oneOf(statuses),
  bucket: oneOf(buckets),
  sort: z.enum(sortColumns).default("dueOn"),
  order: z.enum(["asc", "desc"]).default("asc"),
  page: z.coerce
    .number()
    .int("is not a whole number")
    .min(1, "is less than 1")
    .max(100_000, "is too large")
    .default(1),
  pageSize: z.coerce
    .number()
    .int("is not a whole number")
    .min(1, "is less than 1")
    .max(200, "is more than 200")
    .default(50),
});
export type SourceRequestsQuery = z.output<typeof sourceRequestsQuery>;

/** What people call a request by. Its shape was checked when it was made: one that stands is found, whatever it is. */
export const reference = text.min(1, "is empty").max(40, "is longer than a reference");

/** The requests of a selection that is to be kept; doubles count once. */
export const newSelection = z.object({
  requests: z
    .array(reference)
    .transform((all) => [...new Set(all)])
    .pipe(z.array(z.string()).min(1, "is empty").max(1000, "names more than 1,000")),
});

/** Which source requests a materials page is about: up to 50 by name, more as a stored selection. */
export const chosenRequests = z
  .object({
    request: list.pipe(z.array(reference)).optional(),
    selection: z.uuid("is not the id of a selection").optional(),
  })
  .transform(({ request, selection }) => ({ request: [...new Set(request ?? [])], selection }))
  .superRefine(({ request, selection }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (request.length > 50) refuse("request", "names more than 50; keep them as a selection");
    if (request.length === 0 && !selection) refuse("request", "is missing");
    if (request.length > 0 && selection) refuse("request", "does not go together with selection");
  });
export type ChosenRequests = z.output<typeof chosenRequests>;

const dueOn = z.iso.date("is not a date like 2026-12-31");

/** Work to be asked of a partner. */
export const newSourceRequest = z.object({
  /** The next free one where it is not said. */
  reference: optional(newReference),
  partnerId: z.uuid("is not the id of a partner"),
  title: reference,
  kind: text.min(1, "is empty").max(100, "is longer than a kind"),
  language,
  dueOn,
});
export type NewSourceRequest = z.output<typeof newSourceRequest>;

/** What of a source request can be changed once it stands. */
export const sourceRequestChange = z.object({
  reference,
  partnerId: z.uuid("is not the id of a partner").optional(),
  dueOn: dueOn.optional(),
  status: z.enum(statuses).optional(),
});
export type SourceRequestChange = z.output<typeof sourceRequestChange>;
