import { listActivity } from "@/lib/activity/queries";
import { type ActivityQuery, activityQuery } from "@/lib/activity/types";
import { viewerRoute } from "@/lib/auth/guards";
import type { Operator } from "@/lib/auth/types";
import { DomainError } from "@/lib/errors";
import { csv } from "@/lib/formats/csv";
import { cursor } from "@/lib/operations/types";
import { searchParamsOf } from "@/lib/url";

const ROWS_AT_A_TIME = 2_000;

/** Every download that the page's filters leave, as a table for a spreadsheet; sent while it is being read. */
export const GET = viewerRoute((viewer, request) => {
  if (viewer.kind !== "operator") throw new DomainError("not_found");
  const query = activityQuery.parse(searchParamsOf(request));
  const pieces = tableOf(viewer, query);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="activity.csv"',
    },
  });
});

const header = [
  ...["Initiated (UTC)", "Partner", "User", "Email", "Title", "Episode", "Title reference"],
  ...["Asset type", "Version", "File", "State", "Address"],
];

async function* tableOf(operator: Operator, query: ActivityQuery) {
  const encoder = new TextEncoder();
  yield encoder.encode(csv([header]));
  for (let mark = query.after, more = true; more; ) {
    const { rows, next } = await listActivity(operator, { ...query, after: mark }, ROWS_AT_A_TIME);
    const lines = rows.map((row) => [
      ...[row.startedAt.toISOString(), row.partner, row.user, row.email],
      ...[row.title.name, row.title.episode ?? "", row.title.reference, row.assetType],
      ...[String(row.version), row.fileName, row.state, row.address ?? ""],
    ]);
    // The mark of its encoding stands before the first line only.
    yield encoder.encode(csv(lines).replace(/^\ufeff/, ""));
    mark = cursor.parse(next ?? undefined);
    more = mark !== undefined;
  }
}
