import fc from "fast-check";
import { expect, test } from "vitest";
import { packMaterials, unpackMaterials } from "./packed";
import { aRow, rows } from "./testing";

test("rows come out as they went in", () => {
  fc.assert(
    fc.property(rows, (all) => {
      expect(unpackMaterials(packMaterials(all))).toEqual(all);
    }),
  );
});

test("checksums stay behind, every other field comes along", () => {
  const checksums = { md5: "0", xxh64: "0", crc32: "0" };
  const [row] = unpackMaterials(packMaterials([{ ...aRow(), checksums } as never]));
  expect(Object.keys(row ?? {}).sort()).toEqual(Object.keys(aRow()).sort());
});
