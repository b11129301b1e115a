import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Session } from "./session";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/**
 * Everything that can be asked of the app, read from the code itself: `page /materials`,
 * `POST /api/downloads`, `action startDownloadsAction`.
 */
export function listSurface(): string[] {
  const found: string[] = [];
  for (const file of files("app", "page.tsx")) found.push(`page ${addressOf(file)}`);
  for (const file of files("app", "route.ts"))
    for (const name of exportedNames(file))
      if (methods.includes(name)) found.push(`${name} ${addressOf(file)}`);
  for (const file of files("lib", "actions.ts"))
    for (const name of exportedNames(file)) found.push(`action ${name}`);
  return found.sort();
}

/** Calls a server action over HTTP, as the browser does, by the id that the build gave it. */
export function callAction(
  session: Session,
  name: string,
  input: unknown,
  page = "/source-requests",
) {
  const headers = { "next-action": actionId(name), "content-type": "text/plain;charset=UTF-8" };
  return session.fetch(page, { method: "POST", headers, body: JSON.stringify([input]) });
}

type Manifest = { node: Record<string, { exportedName?: string }> };

function actionId(name: string): string {
  const file = ".next/server/server-reference-manifest.json";
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const [id] = Object.entries(node).find(([, { exportedName }]) => exportedName === name) ?? [];
  if (!id) throw new Error(`the build knows no action ${name}`);
  return id;
}

const files = (folder: string, name: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .map((file) => path.join(folder, file));

/** `app/source-requests/[reference]/page.tsx` answers at `/source-requests/[reference]`. */
const addressOf = (file: string) =>
  `/${path
    .dirname(path.relative("app", file))
    .split(path.sep)
    .filter((part) => part !== "." && !part.startsWith("("))
    .join("/")}`;

/** `export const X`, `export async function X`, `export { a as X, Y }`. */
function exportedNames(file: string): string[] {
  const source = readFileSync(file, "utf8");
  const declared = source.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm);
  const listed = [...source.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? "",
    ),
  );
  return [...[...declared].map(([, name = ""]) => name), ...listed].filter(Boolean);
}
