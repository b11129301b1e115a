import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeEach } from "vitest";
import { opened } from "./browser";

// Around every file: a process runs many, one after the other, with one browser.

const environment = { ...process.env };
let before: ReadonlySet<BrowserContext>;
beforeEach(() => {
  before = new Set(opened);
});
afterEach(() => close([...opened].filter((context) => !before.has(context))));
afterAll(async () => {
  await close([...opened]);
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});

const close = (contexts: BrowserContext[]) => Promise.all(contexts.map((one) => one.close()));
