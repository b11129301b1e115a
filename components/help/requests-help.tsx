import { BucketBadge } from "@/components/source-requests/bucket-badge";
import { AT_RISK_DAYS, CRITICAL_DAYS } from "@/lib/source-requests/rules";
import type { HelpFacts } from "./facts";
import { Terms } from "./prose";

export function RequestsHelp({ accessDays }: HelpFacts) {
  return (
    <>
      <p>
        A source request is one piece of work that the studio asks of you, for one title.{" "}
        <b>Source Requests</b> lists yours with what can be downloaded now, out of all that the work
        may need. The search looks for each word in reference, title and episode: <i>glass s02</i>{" "}
        finds the second season of Glass. Search, filters, order and page stand in the address, so a
        bookmark or a link to a colleague shows the same table.
      </p>
      <Terms
        of={[
          {
            term: <BucketBadge bucket="critical" status="open" />,
            means: `Due within ${CRITICAL_DAYS} days, or overdue.`,
          },
          {
            term: <BucketBadge bucket="at_risk" status="open" />,
            means: `Due within ${AT_RISK_DAYS} days.`,
          },
          { term: <BucketBadge bucket="on_track" status="open" />, means: "Due later than that." },
          {
            term: <BucketBadge bucket="awaiting_materials" status="open" />,
            means: "Nothing that the work needs has been delivered yet, whatever the due date.",
          },
          {
            term: <BucketBadge bucket="done" status="fulfilled" />,
            means: `Fulfilled: its materials stay here for ${accessDays} more days. Cancelled: they are no longer shown.`,
          },
        ]}
      />
      <p>
        The <b>i</b> beside a reference opens that one request with its materials. To work on
        several, tick them: a bar rises with their number, and its arrow opens the materials of all
        of them on one page, each file once. Ticks stay while you page, search and reload. From 51
        requests on, the page gets a short link of its own, which colleagues of your organisation
        can open too.
      </p>
    </>
  );
}
