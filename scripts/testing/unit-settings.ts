import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, inject } from "vitest";
import { newSecrets } from "../launcher/home";
import { blankSettings } from "./test-settings";

// Every test file has a process, a database name and an objects folder of its own. The database is
// made when the file imports `@/db/testing`; nothing connects before its first query.
const name = `t_${randomUUID().replaceAll("-", "")}`;
const secrets = newSecrets();
const objects = path.join(inject("home"), "objects", name);

Object.assign(process.env, blankSettings(), {
  DATABASE_URL: inject("clusterUrl") + name,
  APP_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: secrets.nextAuthSecret,
  LINK_SIGNING_KEYS: secrets.linkSigningKeys,
  INNGEST_BASE_URL: inject("eventSinkUrl"),
  INNGEST_EVENT_KEY: name,
  INNGEST_SIGNING_KEY: secrets.jobsSigningKey,
  OBJECTS_DIR: objects,
  WORK_DIR: path.join(inject("home"), "work", name),
  OUTBOX_DIR: path.join(inject("home"), name, "outbox"),
  UPLOADS_DIR: path.join(inject("home"), name, "uploads"),
  TURNOVER_HOME: path.join(inject("home"), name),
});

afterAll(() => {
  for (const folder of [objects, path.join(inject("home"), name)])
    rmSync(folder, { recursive: true, force: true });
});
