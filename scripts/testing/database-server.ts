import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../../db/migrate";
import { type Cluster, ensureDatabase } from "../launcher/postgres";
import { startEventSink } from "./event-sink";
import { makeThrowAway } from "./throw-away";

declare module "vitest" {
  interface ProvidedContext {
    /** Ends in a slash: a database's name completes it. */
    clusterUrl: string;
    /** The data folder of the whole run. */
    home: string;
    eventSinkUrl: string;
  }
}

/**
 * Once before the unit tests: a server, the migrated template that `@/db/testing` copies, and who takes the
 * events that tests send, as no jobs' engine runs.
 */
export default async function setUp(project: TestProject) {
  const { cluster, home, close } = await makeThrowAway();
  try {
    await makeTemplate(cluster);
  } catch (error) {
    await close();
    throw error;
  }
  project.provide("clusterUrl", cluster.url(""));
  project.provide("home", home);
  const sink = await startEventSink();
  project.provide("eventSinkUrl", sink.url);
  return async () => {
    sink.close();
    await close();
  };
}

async function makeTemplate(cluster: Cluster) {
  await ensureDatabase(cluster, "template");
  await migrate(cluster.url("template"));
  const client = new pg.Client({ connectionString: cluster.url("postgres") });
  await client.connect();
  await client.query("alter database template with is_template true allow_connections false");
  await client.end();
}
