import { test } from "vitest";
import { brokenFiles } from "./testing/broken";
import { expectRefused, refusals } from "./testing/refusals";

const folder = refusals();

/** All of them: broken.long.test.ts. */
const sample = [
  ...["nothing in it", "text", "a playlist of a local file", "ffconcat", "all but the end"],
  ...["an index that never came", "a picture with damage", "sound alone", "no file"],
];

test.each(brokenFiles.filter(({ name }) => sample.includes(name)))(
  "no mezzanine is made of: $name",
  (broken) => expectRefused(broken, folder),
);
