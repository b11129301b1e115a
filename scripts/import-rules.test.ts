import { describe, expect, test } from "vitest";
import { breaches } from "./import-rules";

/** Breaches of a small house whose named file holds the source; every other file is empty. */
function breachesOf(file: string, source: string) {
  const house = [
    "app/page.tsx",
    "app/api/inngest/route.ts",
    "components/ui/button.tsx",
    "db/client.ts",
    "db/seed/main.ts",
    "inngest/client.ts",
    "inngest/functions.ts",
    "lib/auth/guards.ts",
    "lib/auth/queries.ts",
    "lib/downloads/actions.ts",
    "lib/downloads/commands.ts",
    "lib/downloads/queries.ts",
    "lib/downloads/rules.ts",
    "lib/downloads/types.ts",
    "lib/env.ts",
    "lib/materials/commands.ts",
    "lib/materials/rules.ts",
    "lib/materials/types.ts",
    "lib/materials/materials.test.ts",
    "lib/storage/folder.ts",
    "lib/testing/builders.ts",
    "scripts/launcher/home.ts",
  ];
  return breaches(new Map([...house.map((name) => [name, ""] as const), [file, source]]));
}

describe("may not be imported", () => {
  test.each([
    ["app/page.tsx", "@/db/client"],
    ["app/page.tsx", "@/inngest/functions"],
    ["app/page.tsx", "@/lib/testing/builders"],
    ["components/ui/button.tsx", "@/db/client"],
    ["components/ui/button.tsx", "@/lib/downloads/queries"],
    ["components/ui/button.tsx", "@/lib/env"],
    ["components/ui/button.tsx", "@/app/page"],
    ["lib/downloads/actions.ts", "@/lib/downloads/queries"],
    ["lib/downloads/actions.ts", "@/lib/materials/commands"],
    ["lib/downloads/actions.ts", "@/db/client"],
    ["lib/downloads/commands.ts", "@/lib/downloads/actions"],
    ["lib/downloads/commands.ts", "@/inngest/functions"],
    ["lib/downloads/queries.ts", "@/components/ui/button"],
    ["lib/downloads/queries.ts", "@/app/page"],
    ["lib/downloads/rules.ts", "@/db/client"],
    ["lib/downloads/rules.ts", "@/lib/downloads/queries"],
    ["lib/downloads/types.ts", "@/lib/env"],
    ["lib/storage/folder.ts", "@/scripts/launcher/home"],
    ["inngest/functions.ts", "@/db/client"],
    ["inngest/functions.ts", "@/app/api/inngest/route"],
    ["db/client.ts", "@/lib/env"],
    ["db/client.ts", "@/db/seed/main"],
    ["db/seed/main.ts", "@/app/page"],
  ])("%s: %s", (file, specifier) => {
    const [breach, ...more] = breachesOf(file, `import { x } from "${specifier}";`);
    expect(more).toEqual([]);
    expect(breach).toMatch(new RegExp(`^${file} imports ${specifier.slice(2)}.tsx?; it may`));
  });

  test.each([
    'import type { X } from "@/db/client";',
    'export { x } from "@/db/client";',
    'export * from "../../db/client";',
    'const load = () => import("@/db/client");',
    'import "@/db/client";',
  ])("however it is written: %s", (source) => {
    expect(breachesOf("components/ui/button.tsx", source)).toEqual([
      "components/ui/button.tsx imports db/client.ts; it may import components and lib/*/{actions,rules,types}.",
    ]);
  });

  test("rules and types use no package with effects", () => {
    expect(breachesOf("lib/downloads/rules.ts", 'import { readFileSync } from "node:fs";')).toEqual(
      [expect.stringContaining("lib/downloads/rules.ts imports node:fs")],
    );
  });
});

describe("may be imported", () => {
  test.each([
    ["app/page.tsx", "@/lib/downloads/queries"],
    ["app/page.tsx", "@/components/ui/button"],
    ["app/api/inngest/route.ts", "@/inngest/functions"],
    ["components/ui/button.tsx", "@/lib/downloads/actions"],
    ["components/ui/button.tsx", "@/lib/materials/types"],
    ["lib/downloads/actions.ts", "./commands"],
    ["lib/downloads/actions.ts", "@/lib/auth/guards"],
    ["lib/downloads/commands.ts", "@/inngest/client"],
    ["lib/downloads/commands.ts", "@/lib/storage/folder"],
    ["lib/downloads/queries.ts", "@/db/client"],
    ["lib/downloads/rules.ts", "zod"],
    ["lib/downloads/rules.ts", "@/lib/materials/rules"],
    ["inngest/functions.ts", "@/lib/downloads/commands"],
    ["db/seed/main.ts", "@/lib/materials/commands"],
    ["lib/materials/materials.test.ts", "@/app/page"],
    ["scripts/launcher/home.ts", "../../lib/env"],
  ])("%s: %s", (file, specifier) => {
    expect(breachesOf(file, `import { x } from "${specifier}";`)).toEqual([]);
  });
});

test("a circle is named with all its files", () => {
  const sources = new Map([
    ["lib/downloads/commands.ts", 'import "./queries";'],
    ["lib/downloads/queries.ts", 'import "@/lib/materials/queries";'],
    ["lib/materials/queries.ts", 'import "@/lib/downloads/commands";'],
  ]);
  expect(breaches(sources)).toEqual([
    "A circle: lib/downloads/commands.ts -> lib/downloads/queries.ts -> lib/materials/queries.ts -> lib/downloads/commands.ts.",
  ]);
});

test.each([
  ["lib/downloads/helpers.ts", "lib/downloads holds only"],
  ["lib/downloads/deeper/queries.ts", "lib/downloads holds only"],
  ["lib/utils/queries.ts", "utils is neither a noun"],
  ["lib/misc.ts", "lib/ holds folders"],
])("a file that the vocabulary does not know is named: %s", (file, why) => {
  expect(breachesOf(file, "")).toEqual([expect.stringContaining(`${file}: ${why}`)]);
});

test("a source that can't be read is an error, not a pass", () => {
  expect(() => breachesOf("lib/env.ts", "import { from")).toThrow("lib/env.ts");
});
