import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";

// What the embedded engine keeps (inngest/embedded); empty where another engine runs the jobs.

/** An event that was taken: its id, so that one sent twice counts once. */
export const jobEvents = pgTable(
  "job_events",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    receivedAt: instant().notNull(),
  },
  (t) => [index("job_events_received_idx").on(t.receivedAt)],
);

export const jobRunState = pgEnum("job_run_state", ["running", "completed", "failed", "cancelled"]);

/** One execution of one function for one event. `running` from the event on, though it waits for its turn. */
export const jobRuns = pgTable(
  "job_runs",
  {
    id: uuid().primaryKey(),
    functionId: text().notNull(),
    eventId: text().notNull(),
    /** The event as it was sent, or as the clock made it. */
    event: jsonb().notNull(),
    state: jobRunState().notNull().default("running"),
    /** What of each of the function's concurrency limits it counts against, in their order. */
    limitKeys: text().array().notNull(),
    /** While it runs, no other run of the function with the same key may. */
    singletonKey: text(),
    /** By how many seconds it goes before its turn. */
    priority: integer().notNull(),
    /** What the function returned, or why it failed: `{name, message, …}`. */
    output: jsonb(),
    startedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    unique("job_runs_event_key").on(t.functionId, t.eventId),
    uniqueIndex("job_runs_singleton_key")
      .on(t.functionId, t.singletonKey)
      .where(sql`state = 'running'`),
    index("job_runs_state_idx").on(t.state, t.startedAt),
    index("job_runs_ended_idx").on(t.endedAt),
    check("job_runs_ended", sql`(${t.state} = 'running') = (${t.endedAt} is null)`),
  ],
);

/** A step of a run that the SDK has told of: with its result once there is one. */
export const jobSteps = pgTable(
  "job_steps",
  {
    runId: uuid()
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    /** The SDK's hash of the step's name. */
    id: text().notNull(),
    name: text().notNull(),
    /** `{data}` or `{error}`; null while it is planned, or sleeps. */
    result: jsonb(),
    /** To the microsecond: the SDK is given the results in the order in which they came. */
    finishedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.id] }),
    check("job_steps_finished", sql`(${t.result} is null) = (${t.finishedAt} is null)`),
  ],
);

/**
 * Work to do. A row stays until its effect is committed, together with the next row, so that a crash loses
 * nothing; which of them are being done now only the engine's memory knows.
 */
export const jobQueue = pgTable(
  "job_queue",
  {
    /** Never used again: an answer to work that was done meanwhile finds nothing. */
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: uuid()
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    /** `step` has the function go on from its finished steps; any other is the id of one planned step. */
    stepId: text().notNull(),
    /** A sleep, which ends by itself. */
    timer: boolean().notNull().default(false),
    /** How often it was tried and failed. */
    attempt: integer().notNull().default(0),
    /** How often the app went away in the middle of it. */
    losses: integer().notNull().default(0),
    dueAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    unique("job_queue_step_key").on(t.runId, t.stepId),
    index("job_queue_due_idx").on(t.dueAt),
  ],
);

/** When the clock next starts a function. */
export const jobCrons = pgTable(
  "job_crons",
  {
    functionId: text().notNull(),
    expression: text().notNull(),
    nextAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.functionId, t.expression] })],
);
