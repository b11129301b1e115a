import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { v4, v7 } from "uuid";
import type { Connection } from "@/lib/connection";
import type { Ledger } from "@/lib/storage/stream";
import { beginTransfer, extendLease, recordTransfers, takeBack } from "./commands";
import { FIRST_LEASE, leaseLength, sentTo } from "./rules";
import { settleTransfers } from "./settling";
import type { Target, Transfer } from "./types";

/** A transfer that this process sends, with what it last wrote of it. */
type Tracked = Transfer & {
  length: number;
  /** When the last lease was taken, what had been handed over by then, and how long it is. */
  lastLease: { at: number; handedTo: number; bytes: number };
  leasing: Promise<void> | null;
  written: { sentTo: number; endedAt: Date | null; at: number };
  /** Whether its connection can't change its mind any more. */
  final: boolean;
};

/** What this process sends. On globalThis: Next may bundle this module once for each route. */
type Books = {
  instance: string;
  tracked: Map<string, Tracked>;
  writing: boolean;
  /** Whether something has ended that is still to be written; `wake` has the writer do so now. */
  ended: boolean;
  wake: () => void;
  /** In milliseconds since the epoch. */
  settledAt: number;
};
const key = Symbol.for("turnover.transfers");
const holder = globalThis as { [key]?: Books };
holder[key] ??= {
  ...{ instance: v4(), tracked: new Map(), writing: false, settledAt: 0 },
  ...{ ended: false, wake: () => {} },
};
const books = holder[key];

const WRITE_EVERY = 1_000;
/** What ends within so many milliseconds is written together. */
const GATHER = 20;
/** Transfers that don't move are written too, as a sign of life, in milliseconds. */
const SIGN_OF_LIFE = 2_000;
const SETTLE_EVERY = 2_000;
/** For how long a response waits for a database that is being restarted, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Keeps the books of one response: which bytes of its target it may have sent, written before they go out,
 * and which it has, about a second after.
 * @param length of the target, in bytes
 */
export function ledgerOf(target: Target, length: number, connection: Connection): Ledger {
  const own: Tracked[] = [];
  let current: Tracked | undefined;
  let over = false;
  return {
    async beforeSending({ start, end }) {
      if (current?.handedTo !== start) {
        current = await begin(target, connection.address, start, length);
        own.push(current);
        // The client left while this was being written: nothing will tell of its end any more.
        if (over) return settle(current, "lost", true, new Date());
      }
      await leased(current, end);
      if (over) return;
      current.handedTo = end;
      current.movedAt = new Date();
    },
    ended(whole) {
      over = true;
      const now = new Date();
      const tell = (fate: "taken" | "lost", final: boolean) => {
        for (const transfer of own) settle(transfer, fate, final, now);
      };
      if (whole) connection.watch(tell);
      else tell("lost", true);
    },
  };
}

async function begin(
  target: Target,
  address: string,
  fromByte: number,
  length: number,
): Promise<Tracked> {
  const now = new Date();
  const tracked: Tracked = {
    id: v7(),
    target,
    address,
    fromByte,
    handedTo: fromByte,
    leasedTo: Math.min(length, fromByte + FIRST_LEASE),
    startedAt: now,
    movedAt: now,
    endedAt: null,
    taken: false,
    length,
    lastLease: { at: now.getTime(), handedTo: fromByte, bytes: FIRST_LEASE },
    leasing: null,
    written: { sentTo: fromByte, endedAt: null, at: now.getTime() },
    final: false,
  };
  await beginTransfer(tracked, books.instance);
  books.tracked.set(tracked.id, tracked);
  void keepWriting();
  return tracked;
}

/** Waits for the lease where it must; takes the next one when half of the last has gone out, so that it seldom must. */
async function leased(transfer: Tracked, end: number) {
  const { leasedTo, lastLease } = transfer;
  if (leasedTo < transfer.length && leasedTo - end < lastLease.bytes / 2)
    transfer.leasing ??= lease(transfer, end).finally(() => {
      transfer.leasing = null;
    });
  if (end > transfer.leasedTo) await transfer.leasing;
  else transfer.leasing?.catch(() => {}); // Whoever needs it hears of its failure by the next attempt.
}

async function lease(transfer: Tracked, end: number) {
  const { at, handedTo } = transfer.lastLease;
  const bytes = leaseLength(end - handedTo, Date.now() - at);
  const to = Math.min(transfer.length, Math.max(end, transfer.leasedTo) + bytes);
  transfer.lastLease = { at: Date.now(), handedTo: end, bytes };
  await patiently(() => extendLease(transfer.id, to));
  transfer.leasedTo = to;
}

/** Tries again for a while: a database that is restarted must not break every transfer off. */
async function patiently(attempt: () => Promise<void>) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

function settle(transfer: Tracked, fate: "taken" | "lost", final: boolean, endedAt: Date) {
  transfer.endedAt ??= endedAt;
  transfer.taken = fate === "taken";
  transfer.final = final;
  void keepWriting();
  // Of an end that was not written before a crash nothing tells: a client that has it all asks for none of it again.
  books.ended = true;
  books.wake();
}

/** One writer a process; it rests when there is nothing to write or to settle. */
async function keepWriting() {
  if (books.writing) return;
  books.writing = true;
  let failed = false;
  for (let unsettled = 0; books.tracked.size > 0 || unsettled > 0; ) {
    await untilDue();
    try {
      await write(new Date());
      const due = Date.now() - books.settledAt >= SETTLE_EVERY;
      if (due) {
        books.settledAt = Date.now();
        unsettled = await settleTransfers(books.instance, new Date());
      } else unsettled = Math.max(unsettled, 1);
      failed = false;
    } catch (error) {
      if (!failed) console.error("transfers: not written; it will be tried until it works:", error);
      failed = true;
    }
  }
  books.writing = false;
}

/** Until the next second, or until a moment after an end. */
async function untilDue() {
  const woken = new Promise<void>((wake) => {
    books.wake = wake;
  });
  if (!books.ended) await Promise.race([sleep(WRITE_EVERY, undefined, { ref: false }), woken]);
  books.ended = false;
  await sleep(GATHER, undefined, { ref: false });
}

async function write(now: Date) {
  const due = [...books.tracked.values()].filter((transfer) => isDue(transfer, now));
  const states = due.map((transfer) => ({
    ...transfer,
    sentTo: sentTo(transfer),
    leasedTo: transfer.endedAt ? transfer.handedTo : transfer.leasedTo,
  }));
  await recordTransfers(states, now);
  for (const { id, written, ...state } of states) {
    if (state.sentTo < written.sentTo) await takeBack(id, state.sentTo);
    written.sentTo = state.sentTo;
    written.endedAt = state.endedAt;
    written.at = now.getTime();
    if (state.endedAt && state.final) books.tracked.delete(id);
  }
}

const isDue = (transfer: Tracked, now: Date) =>
  transfer.written.sentTo !== sentTo(transfer) ||
  transfer.written.endedAt !== transfer.endedAt ||
  (transfer.endedAt !== null && transfer.final) ||
  (transfer.endedAt === null && now.getTime() - transfer.written.at >= SIGN_OF_LIFE);
