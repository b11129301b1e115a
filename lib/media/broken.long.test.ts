import { expect, test } from "vitest";
import { brokenFiles } from "./testing/broken";
import { expectRefused, refusals } from "./testing/refusals";

const folder = refusals();

test("there are at least 40", () => expect(brokenFiles.length).toBeGreaterThanOrEqual(40));

test.each(brokenFiles)(
  "no mezzanine is made of: $name",
  (broken) => expectRefused(broken, folder),
  60_000,
);
