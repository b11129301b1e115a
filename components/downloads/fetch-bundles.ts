import type { BundleRow } from "@/lib/bundles/types";

/** What is known of the user's bundles, under way or past. */
export const bundlesKey = ["bundles"];

export type BundlesPage = { bundles: BundleRow[]; total: number };

/** @throws when the server does not answer, or refuses */
export async function fetchBundles(query: URLSearchParams): Promise<BundlesPage> {
  const response = await fetch(`/api/downloads?${query}`, { cache: "no-store" });
  if (!response.ok) throw new Error(`The downloads could not be read: ${response.status}.`);
  return response.json();
}
