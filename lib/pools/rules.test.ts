import { expect, test } from "vitest";
import { whyNone } from "./rules";

test.each([
  [0, null, /PROXY_POOL_TARGET is 0/],
  [0, 3, /PROXY_POOL_TARGET is 0/],
  [2, null, /no open request/],
  [2, 2, /full, with 2 of 2/],
])("of a target of %j and %j that stand: %s", (target, standing, words) => {
  expect(whyNone(target, standing)).toMatch(words);
});
