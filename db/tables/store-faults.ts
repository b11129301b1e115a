import { index, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** An object that could not be sent as it is recorded: lost, of another size, with other bytes. For operators to mend. */
export const storeFaults = pgTable(
  "store_faults",
  {
    objectKey: text().primaryKey(),
    /** In words, after what it is that has it: "is missing". */
    fault: text().notNull(),
    firstSeenAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
  },
  (t) => [index("store_faults_seen_idx").on(t.lastSeenAt)],
);
