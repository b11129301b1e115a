import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";

/** Sources by their path in the checkout, with forward slashes. */
export type Sources = Map<string, string>;

/** Each source's imports: files of ours by path, packages by specifier. Type-only imports count. */
export type ImportGraph = Map<string, { files: string[]; packages: string[] }>;

const endings = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"];

/** Reads every TypeScript file of the folders, and the named files. */
export function readSources(root: string, folders: string[], files: string[]): Sources {
  const inside = folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        path.posix.join(folder, name.split(path.sep).join("/")),
      ),
    );
  const named = files.filter((file) => existsSync(path.join(root, file)));
  return new Map(
    [...inside, ...named]
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => [file, readFileSync(path.join(root, file), "utf8")]),
  );
}

/** @throws Error for a source that does not parse: what it imports can't be known. */
export function importGraph(sources: Sources): ImportGraph {
  return new Map(
    [...sources].map(([file, source]) => {
      const specifiers = specifiersIn(file, source);
      const resolved = specifiers.map((specifier) => resolve(file, specifier, sources));
      const files = resolved.filter((target) => target !== undefined);
      const packages = specifiers.filter((specifier) => !isOurs(specifier));
      return [file, { files: [...new Set(files)], packages: [...new Set(packages)] }];
    }),
  );
}

/** Groups of files that import each other round in a circle. */
export function circles(graph: ImportGraph): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]) => {
    const at = trail.indexOf(file);
    if (at >= 0) found.push(trail.slice(at));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file)?.files ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

/** What `import`, `export … from` and `import("…")` name. */
function specifiersIn(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ moduleRequest }) => moduleRequest?.value),
  );
  const dynamic = module.dynamicImports.map(
    ({ moduleRequest: { start, end } }) => /^["'`](.*)["'`]$/.exec(source.slice(start, end))?.[1],
  );
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return [...imported, ...exported, ...dynamic].filter((specifier) => specifier !== undefined);
}

/** The path of the source that a specifier means; undefined for packages, styles, data. */
function resolve(importer: string, specifier: string, sources: Sources): string | undefined {
  if (!isOurs(specifier)) return undefined;
  const place = specifier.startsWith("@/")
    ? specifier.slice(2)
    : path.posix.join(path.posix.dirname(importer), specifier);
  return endings.map((ending) => place + ending).find((candidate) => sources.has(candidate));
}

function isOurs(specifier: string) {
  return specifier.startsWith("@/") || specifier.startsWith(".");
}
