import { isOff } from "../../lib/env";
import { type ChildOptions, startNode, stopGroup } from "./children";
import type { Secrets } from "./home";
import { ended } from "./processes";
import type { Settings } from "./settings";

/** The embedded jobs' engine, in a process of its own. */
export type JobsEngine = {
  /** Resolves when it is gone, however that came about. */
  gone: Promise<string>;
  stop(hasten?: AbortSignal): Promise<void>;
};

/** It only has to let go of its connections: the work itself is done in the app. */
const graceMs = 3000;

/** Whether the person has named no other engine. One key alone names none, and is refused with the settings. */
export function wantsEngine(given: Settings): boolean {
  const { INNGEST_DEV: dev } = given;
  return (
    (!dev || isOff(dev)) &&
    !["BASE_URL", "EVENT_KEY", "SIGNING_KEY"].some((name) => given[`INNGEST_${name}`])
  );
}

/** How the app and the engine find and know each other. */
export function engineSettings({ jobsSigningKey, jobsEventKey }: Secrets, port: number) {
  return {
    INNGEST_BASE_URL: `http://127.0.0.1:${port}`,
    INNGEST_SIGNING_KEY: jobsSigningKey,
    INNGEST_EVENT_KEY: jobsEventKey,
  };
}

/** Starts the engine beside the app, whose health then tells whether they have found each other. */
export function startEngine(
  settings: Settings,
  appPort: number,
  lock: ChildOptions["lock"],
): JobsEngine {
  const app = `http://127.0.0.1:${appPort}/api/inngest`;
  const args = ["--conditions=react-server", "--import", "tsx", "inngest/embedded/main.ts", app];
  const child = startNode({ name: "jobs engine", args, settings, lock, output: "inherit" });
  return { gone: ended(child), stop: (hasten) => stopGroup(child, graceMs, hasten) };
}
