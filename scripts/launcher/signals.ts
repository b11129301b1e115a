import { say } from "./terminal";

/** One Ctrl-C arrives up to three times: from the terminal, through npm, and through start.mjs. */
const echoMs = 1000;

/** Turns the ways in which a launcher is told to stop into signals: one to stop, one to hurry. */
export function listenForTheEnd(): { stopping: AbortSignal; hastening: AbortSignal } {
  const stop = new AbortController();
  const hasten = new AbortController();
  let first = 0;
  const hear = () => {
    if (!stop.signal.aborted) {
      first = Date.now();
      say("Stopping.");
      stop.abort();
    } else if (Date.now() - first > echoMs) hasten.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, hear);
  // start.mjs, which would pass signals on, was killed.
  process.on("disconnect", hear);
  process.channel?.unref();
  return { stopping: stop.signal, hastening: hasten.signal };
}
