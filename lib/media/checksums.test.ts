import fc from "fast-check";
import { expect, test } from "vitest";
import { checksumsOf } from "./checksums";

test("known values", async () => {
  expect(await checksumsOf([])).toEqual({
    ...{ bytes: 0, md5: "d41d8cd98f00b204e9800998ecf8427e" },
    ...{ xxh64: "ef46db3751d8e999", crc32: "00000000" },
  });
  expect(await checksumsOf([Buffer.from("123456789")])).toEqual({
    ...{ bytes: 9, md5: "25f9e794323b453885f5181f1b624d0b" },
    ...{ xxh64: "8cb841db40e6ae83", crc32: "cbf43926" },
  });
});

test("it does not matter how the bytes are cut", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 })), async (chunks) => {
      expect(await checksumsOf(chunks)).toEqual(await checksumsOf([Buffer.concat(chunks)]));
    }),
  ));
