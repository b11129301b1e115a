import { circles, importGraph, readSources, type Sources } from "./import-graph";
import { checkout } from "./launcher/settings";

// The map of docs/architecture.md, "who may import whom", as a program.

const nouns = [
  "activity",
  "auth",
  "bundles",
  "deliveries",
  "downloads",
  "jobs",
  "links",
  "materials",
  "notifications",
  "operations",
  "people",
  "pools",
  "previews",
  "proxies",
  "qc",
  "source-requests",
  "titles",
  "transfers",
  "versions",
];
/** Folders of lib/ that wrap something outside, and name their files as it asks for. */
const services = ["email", "formats", "media", "storage"];
const vocabulary = ["actions", "commands", "queries", "rules", "types"];
/** Files beyond the vocabulary, each with a part of its own to play. */
const exceptions = [
  "lib/auth/guards.ts",
  "lib/auth/options.ts",
  "lib/auth/passwords.ts",
  "lib/bundles/layout.ts",
  "lib/bundles/sending.ts",
  "lib/bundles/tray.ts",
  "lib/downloads/history.ts",
  "lib/downloads/sending.ts",
  "lib/downloads/taking.ts",
  "lib/deliveries/attempts.ts",
  "lib/jobs/subjects.ts",
  "lib/links/signing.ts",
  "lib/materials/availability.ts",
  "lib/materials/labels.ts",
  "lib/materials/visibility.ts",
  "lib/previews/clearing.ts",
  "lib/previews/making.ts",
  "lib/previews/sending.ts",
  "lib/proxies/drawing.ts",
  "lib/proxies/encoding.ts",
  "lib/proxies/pool.ts",
  "lib/proxies/progress.ts",
  "lib/source-requests/rows.ts",
  "lib/transfers/places.ts",
  "lib/transfers/settling.ts",
  "lib/transfers/tracker.ts",
  "lib/versions/faults.ts",
];
const libFiles = [
  "lib/clock.ts",
  "lib/connection.ts",
  "lib/env.ts",
  "lib/errors.ts",
  "lib/fields.ts",
  "lib/ids.ts",
  "lib/input.ts",
  "lib/lists.ts",
  "lib/start.ts",
  "lib/surplus.ts",
  "lib/turns.ts",
  "lib/url.ts",
];
/** Packages without any effect, which rules may use; `temporal-polyfill` knows calendars and zones. */
const purePackages = ["zod", "temporal-polyfill"];

const inngestRoute = "app/api/inngest/route.ts";
const inngestClient = "inngest/client.ts";

/** Who is who by its path; the first that fits. */
const kinds: [kind: Kind, path: RegExp][] = [
  ["test", /\.test\.tsx?$|(^|\/)testing(\.ts$|\/)|^(bench|e2e|scripts)\//],
  ["app", /^app\/|^instrumentation\.ts$/],
  ["components", /^components\//],
  ["seed", /^db\/seed\//],
  ["db", /^db\//],
  ["inngest", /^inngest\//],
  ["actions", /^lib\/[^/]+\/actions\.ts$/],
  ["rules", /^lib\/([^/]+\/(rules|types)|fields)\.ts$/],
  ["lib", /^lib\//],
];
type Kind = "app" | "components" | "actions" | "rules" | "lib" | "inngest" | "db" | "seed" | "test";

/** May a file of this kind import that file? The text is what it may import, for the message. */
const allowed: Record<Exclude<Kind, "test">, { text: string; may: Permission }> = {
  app: {
    text: "app, components and lib; its Inngest route inngest as well",
    may: (_, { kind, importer }) =>
      ["app", "components", "actions", "rules", "lib"].includes(kind) ||
      (kind === "inngest" && importer === inngestRoute),
  },
  components: {
    text: "components and lib/*/{actions,rules,types}",
    may: (_, { kind }) => ["components", "actions", "rules"].includes(kind),
  },
  actions: {
    text: "guards, errors, the commands of its own noun, and rules and types",
    may: (target, { kind, importer }) =>
      kind === "rules" ||
      ["lib/auth/guards.ts", "lib/errors.ts", importer.replace("actions", "commands")].includes(
        target,
      ),
  },
  rules: {
    text: `other rules and types, and ${purePackages.join(" and ")}`,
    may: (_, { kind }) => kind === "rules",
  },
  lib: {
    text: "db, lib (but no actions) and inngest/client",
    may: (target, { kind }) => ["db", "rules", "lib"].includes(kind) || target === inngestClient,
  },
  inngest: {
    text: "inngest and lib",
    may: (_, { kind }) => ["inngest", "rules", "lib"].includes(kind),
  },
  db: { text: "db only", may: (_, { kind }) => kind === "db" },
  seed: {
    text: "db and lib",
    may: (_, { kind }) => ["seed", "db", "rules", "lib"].includes(kind),
  },
};
type Permission = (target: string, about: { kind: Kind; importer: string }) => boolean;

/** One sentence for each import and file that breaks the rules. */
export function breaches(sources: Sources): string[] {
  const graph = importGraph(sources);
  const imports = [...graph].flatMap(([importer, { files, packages }]) => {
    const kind = kindOf(importer);
    if (kind === "test") return [];
    const { text, may } = allowed[kind];
    const wrong = files.filter((target) => !may(target, { kind: kindOf(target), importer }));
    const strange = kind === "rules" ? packages.filter((name) => !purePackages.includes(name)) : [];
    return [...wrong, ...strange].map(
      (target) => `${importer} imports ${target}; it may import ${text}.`,
    );
  });
  const round = circles(graph).map((circle) => `A circle: ${[...circle, circle[0]].join(" -> ")}.`);
  return [...imports, ...round, ...[...sources.keys()].flatMap(misplaced)];
}

/** The breaches in the checkout itself. */
export function breachesHere(): string[] {
  const folders = ["app", "components", "db", "inngest", "lib"];
  const sources = readSources(checkout, folders, ["instrumentation.ts"]);
  const outdated = [...exceptions, ...libFiles].filter((file) => !sources.has(file));
  return [
    ...breaches(sources),
    ...outdated.map((file) => `${file} is gone: take it off the list in scripts/import-rules.ts.`),
  ];
}

/** What is wrong with where a file stands. */
function misplaced(file: string): string[] {
  const [top, folder, name, ...deeper] = file.split("/");
  if (top !== "lib" || kindOf(file) === "test" || exceptions.includes(file)) return [];
  if (name === undefined)
    return libFiles.includes(file) ? [] : [`${file}: lib/ holds folders, ${libFiles.join(", ")}.`];
  if (services.includes(folder ?? "")) return [];
  if (!nouns.includes(folder ?? ""))
    return [`${file}: ${folder} is neither a noun (${nouns.join(", ")}) nor an outside service.`];
  const word = name.replace(/\.ts$/, "");
  return vocabulary.includes(word) && deeper.length === 0
    ? []
    : [`${file}: lib/${folder} holds only ${vocabulary.join(", ")}.`];
}

function kindOf(file: string): Kind {
  const found = kinds.find(([, pattern]) => pattern.test(file));
  if (!found) throw new Error(`${file} stands outside the map.`);
  return found[0];
}
