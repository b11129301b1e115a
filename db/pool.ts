import pg from "pg";

/**
 * A pool that survives the loss of the database: a connection that breaks while somebody holds it leaves the
 * pool at once, and giving it back later does nothing.
 *
 * Of pg's own, such a connection ends the process, as nobody listens to its `error`; and drizzle never gives
 * back one whose `begin` failed, so that each loss would leave the pool smaller, until it has none to give.
 */
export function survivingPool(options: pg.PoolConfig): pg.Pool {
  // Not by a class of its own: libraries tell a pool by the name of its class.
  const pool = new pg.Pool(options);
  const connect = pool.connect.bind(pool);
  // By callback the pool asks itself, for `query`, and looks after the connection.
  const surviving = (done?: Parameters<typeof connect>[0]) =>
    done ? connect(done) : connect().then(leavingWhenBroken);
  return Object.assign(pool, { connect: surviving as typeof connect });
}

function leavingWhenBroken(client: pg.PoolClient): pg.PoolClient {
  const giveBack = client.release;
  const leave = (error: Error) => client.release(error);
  let held = true;
  client.release = (error) => {
    if (!held) return;
    held = false;
    client.off("error", leave);
    giveBack(error);
  };
  client.once("error", leave);
  return client;
}
