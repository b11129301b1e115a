import { setTimeout as sleep } from "node:timers/promises";
import { keepCheckpoint } from "./answers";
import { readConfigurations } from "./configuration";
import { startDispatcher } from "./dispatcher";
import type { JobEvent, Operation } from "./protocol";
import { endRun, takeEvents } from "./runs";
import { type App, listFunctions } from "./sdk";
import { openStore, type Store } from "./store";
import { nextTime } from "./times";

/** The engine's work while it holds the lock of its database. */
export type Session = {
  takeEvents(events: JobEvent[]): Promise<void> | undefined;
  keepCheckpoint(run: string, token: string, operations: Operation[]): Promise<boolean>;
  trouble(): string | undefined;
  wake(): void;
  close(): Promise<void>;
};

export type SessionOptions = {
  databaseUrl: string;
  app: App;
  backoff: readonly number[];
  log: (line: string) => void;
};

/** How often to ask which functions there are, in milliseconds: until the app answers, and then. */
const syncSoon = 200;
const syncLater = 5000;
/** How long ended runs and the ids of events are kept. */
const keptDays = { completed: 7, failed: 30 };
const tidyEvery = 3_600_000;

export function startSession({ databaseUrl, app, backoff, log }: SessionOptions): Session {
  const store = openStore(databaseUrl, log);
  const functions = new Map<string, ReturnType<typeof readConfigurations>[number]>();
  const dispatcher = startDispatcher({ store, app, functions, backoff, log });
  const ending = new AbortController();
  let trouble: string | undefined = "The app has not been heard of yet.";
  let known = "";
  const syncing = syncForEver();
  const tidying = tidyForEver(store, ending.signal, log);

  async function syncForEver() {
    while (!ending.signal.aborted) {
      const before = trouble;
      try {
        await sync();
        trouble = undefined;
      } catch (error) {
        trouble = (error as Error).message;
        if (trouble !== before && known) log(trouble);
      }
      await rest(known ? syncLater : syncSoon, ending.signal);
    }
  }

  async function sync() {
    const listed = await listFunctions(app, ending.signal);
    if (JSON.stringify(listed) === known) return;
    const read = readConfigurations(listed);
    functions.clear();
    for (const each of read) functions.set(each.id, each);
    await schedule(store, read);
    await failOrphans(store, functions);
    known = JSON.stringify(listed);
    dispatcher.wake();
  }

  return {
    takeEvents: (events) => {
      // Before it is known which functions there are, an event would start none of them.
      if (!known) return undefined;
      return store.change((tx) => takeEvents(tx, functions, events)).then(() => dispatcher.wake());
    },
    keepCheckpoint: async (run, token, operations) => {
      const work = dispatcher.workOf(token);
      if (work?.run !== run) return false;
      return store.change((tx) => keepCheckpoint(tx, work, operations));
    },
    trouble: () => trouble,
    wake: () => dispatcher.wake(),
    close: async () => {
      ending.abort();
      await Promise.all([syncing, tidying, dispatcher.close()]);
      await store.close();
    },
  };
}

/** Keeps the clock of each function's cron expressions: one that has come while nobody looked is still due. */
async function schedule(store: Store, read: { id: string; crons: string[] }[]) {
  const all = read.flatMap(({ id, crons }) => crons.map((expression) => ({ id, expression })));
  const [ids, expressions] = [all.map(({ id }) => id), all.map(({ expression }) => expression)];
  const times = expressions.map((expression) => nextTime(expression, new Date()));
  await store.change(async (tx) => {
    await tx.query(
      `delete from job_crons where (function_id, expression) not in (select * from unnest($1::text[], $2::text[]))`,
      [ids, expressions],
    );
    await tx.query(
      `insert into job_crons (function_id, expression, next_at)
       select * from unnest($1::text[], $2::text[], $3::timestamptz[]) on conflict do nothing`,
      [ids, expressions, times],
    );
  });
}

/** What a removed function has begun nobody will end. */
async function failOrphans(store: Store, functions: ReadonlyMap<string, never | object>) {
  await store.change(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      "select id from job_runs where state = 'running' and function_id <> all($1) order by id for update",
      [[...functions.keys()]],
    );
    const output = { name: "NotFound", message: "The app no longer has this function." };
    for (const { id } of rows) await endRun(tx, new Map(), id, "failed", output);
  });
}

/** Forgets what ended long ago. */
async function tidyForEver(store: Store, signal: AbortSignal, log: (line: string) => void) {
  while (!signal.aborted) {
    try {
      await store.query(
        `delete from job_runs where ended_at < now() - case state when 'failed'
           then interval '${keptDays.failed} days' else interval '${keptDays.completed} days' end`,
      );
      await store.query(
        `delete from job_events where received_at < now() - interval '${keptDays.completed} days'`,
      );
    } catch (error) {
      if (!signal.aborted) log(`tidying failed: ${(error as Error).message}`);
    }
    await rest(tidyEvery, signal);
  }
}

const rest = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {});
