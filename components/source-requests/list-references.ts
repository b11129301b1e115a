import type { SourceRequestRow } from "@/lib/source-requests/types";

type Answer = { sourceRequests: Pick<SourceRequestRow, "reference">[]; total: number };

const pageSize = 200;

/**
 * The references of all source requests that match, page after page from the API.
 * @param filters search and filters, as in the address of the table
 * @param most how many at most
 * @throws when an answer is missing: some of them would pass for all
 */
export async function listReferences(filters: [string, string][], most: number) {
  const references: string[] = [];
  for (let page = 1; ; page++) {
    const params = new URLSearchParams([
      ...filters,
      ["page", String(page)],
      ["pageSize", String(pageSize)],
    ]);
    const response = await fetch(`/api/source-requests?${params}`);
    if (!response.ok) throw new Error(`The API answered ${response.status}.`);
    const { sourceRequests, total } = (await response.json()) as Answer;
    references.push(...sourceRequests.map(({ reference }) => reference));
    if (page * pageSize >= Math.min(total, most)) return references.slice(0, most);
  }
}
