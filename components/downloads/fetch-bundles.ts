/** What is known of the user's bundles, under way or past. */
export const bundlesKey = ["bundles"];
