import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { Refusal } from "./terminal";

export const checkout = path.resolve(import.meta.dirname, "../..");

export type Settings = Record<string, string | undefined>;

/** The settings that the person has made: the environment, then the checkout's `.env`. */
export function readSettings(): Settings {
  const file = path.join(checkout, ".env");
  const written = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const settings: Settings = { ...written, ...process.env };
  // `KEY=` in a .env file means that it is not set.
  for (const [key, value] of Object.entries(settings)) if (value === "") delete settings[key];
  return settings;
}

/** The port to serve on. */
export function portOf(settings: Settings): number {
  const text = settings.PORT ?? "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Refusal(`PORT is ${text}: give a number from 1 to 65535.`);
  return port;
}
