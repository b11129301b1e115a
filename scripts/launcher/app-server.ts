import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { nextProgram } from "./build";
import { type ChildOptions, Stopped, startNode, stopGroup } from "./children";
import { ended } from "./processes";
import type { Settings } from "./settings";

/** The app, being served by Next on 127.0.0.1. */
export type AppServer = {
  /** Resolves when the server is gone, however that came about. */
  gone: Promise<string>;
  /** Ends it within 5 s though transfers run; at once when hastened. */
  stop(hasten?: AbortSignal): Promise<void>;
};

export type AppServerOptions = {
  mode: "start" | "dev";
  port: number;
  settings: Settings;
  lock: ChildOptions["lock"];
  stopping: AbortSignal;
};

/** How long the first answer may take; under `next dev` it compiles first. */
const patienceMs = 120_000;
/** `next start` ignores SIGTERM while a transfer runs. */
const graceMs = 5000;
const keptLines = 200;

/** Starts Next and waits until /api/health answers 200. @throws Error with what Next said if not. */
export async function startApp(options: AppServerOptions): Promise<AppServer> {
  const { mode, port, settings, lock, stopping } = options;
  const child = startNode({
    name: "next",
    args: [nextProgram, mode, "-H", "127.0.0.1", "-p", String(port)],
    settings,
    lock,
    output: "pipe",
  });
  const log = relayLog(child, mode);
  const server = {
    gone: ended(child),
    stop: (hasten?: AbortSignal) => stopGroup(child, graceMs, hasten),
  };
  try {
    await untilHealthy(port, server.gone, stopping);
  } catch (error) {
    await server.stop(stopping);
    if (error instanceof Stopped) throw error;
    throw new Error(`The app did not start: ${(error as Error).message}\n${log.lines.join("")}`);
  }
  log.relay();
  return server;
}

/** Keeps the log back while the app starts; then lets errors through, and under `dev` all of it. */
function relayLog(child: ChildProcess, mode: "start" | "dev") {
  let relaying = mode === "dev";
  const lines: string[] = [];
  const take = (stream: NodeJS.WriteStream, shown: boolean) => (chunk: Buffer) => {
    if (relaying && shown) stream.write(chunk);
    if (relaying) return;
    lines.push(chunk.toString());
    lines.splice(0, lines.length - keptLines);
  };
  child.stdout?.on("data", take(process.stdout, mode === "dev"));
  child.stderr?.on("data", take(process.stderr, true));
  return {
    lines,
    relay: () => {
      relaying = true;
      lines.length = 0;
    },
  };
}

async function untilHealthy(port: number, gone: Promise<string>, stopping: AbortSignal) {
  let how: string | undefined;
  let last = "no answer";
  void gone.then((manner) => {
    how = manner;
  });
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    if (stopping.aborted) throw new Stopped();
    if (how) throw new Error(`it ended (${how}).`);
    try {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(30_000)]);
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal });
      if (answer.status === 200) return;
      last = `${answer.status} ${await answer.text()}`;
    } catch (error) {
      last = String((error as Error).cause ?? error);
    }
    await Promise.race([sleep(50), gone]);
  }
  throw new Error(`/api/health does not answer 200 (last: ${last.slice(0, 500)}).`);
}
