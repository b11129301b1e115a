import "server-only";

/**
 * Lets no more than so many pieces of work run at once; the others wait in the order in which they came.
 * @returns what runs a piece of work in its turn
 */
export function turns(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < most) running += 1;
    // Whoever ends hands its turn on, so that nobody comes in between.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Of the ten connections to the database, programs that come by the hundred leave most to who reads pages. Not to
 * be asked for by what is in its turn already.
 */
export const atDatabase = turns(4);

/** So many pieces of bodies go on in one round of the event loop. */
const PIECES_A_ROUND = 1;
const heldBack: (() => void)[] = [];
let gone = 0;

/** Waits, when bodies come by the hundred, until others had a look in: one piece after another of all of them would be a long round. */
export async function breath(): Promise<void> {
  if (gone === 0) setImmediate(nextRound);
  gone += 1;
  if (gone > PIECES_A_ROUND) await new Promise<void>((resolve) => heldBack.push(resolve));
}

function nextRound() {
  const going = heldBack.splice(0, PIECES_A_ROUND);
  gone = going.length;
  if (heldBack.length > 0 || gone > 0) setImmediate(nextRound);
  for (const go of going) go();
}
