import { version } from "uuid";
import { describe, expect, it } from "vitest";
import { newIds } from "./ids";

describe("ids by the thousand", () => {
  it("are of version 7, ascend, and none comes twice, nor from another call", () => {
    const ids = newIds(10_000);
    expect(ids.every((id) => version(id) === 7)).toBe(true);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set([...ids, ...newIds(10_000)]).size).toBe(20_000);
  });

  it("are none when none are asked for", () => {
    expect(newIds(0)).toEqual([]);
  });
});
