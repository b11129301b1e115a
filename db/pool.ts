import pg from "pg";

/**
 * A pool that survives the loss of the database: a connection that breaks while somebody holds it leaves the
 * pool at once, and giving it back later does nothing.
 *
 * Of pg's own, such a connection ends the process, as nobody listens to its `error`; and drizzle never gives
 * back one whose `begin` failed, so that each loss would leave the pool smaller, until it has none to give.
 */
export class SurvivingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(done: Connected): void;
  override connect(done?: Connected) {
    // By callback the pool asks itself, for `query`, and looks after the connection.
    return done ? super.connect(done) : super.connect().then(leavingWhenBroken);
  }
}

type Connected = Parameters<pg.Pool["connect"]>[0];

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
