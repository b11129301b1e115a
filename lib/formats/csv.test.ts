import { expect, test } from "vitest";
import { csv } from "./csv";

test("quotes what would be read as the table's own signs (RFC 4180, section 2)", () => {
  expect(
    csv([
      ["User", "File"],
      ['Ada "A" L', "a,b\r\nc.wav"],
    ]),
  ).toBe('\ufeffUser,File\r\n"Ada ""A"" L","a,b\r\nc.wav"\r\n');
});

test.each(["=1+1", "+1", "-1", "@sum", "\t=1"])("lets no spreadsheet reckon with %j", (text) => {
  expect(csv([[text]])).toBe(`\ufeff'${text}\r\n`);
});

test("nor one that parts cells by semicolons", () => {
  expect(csv([["a;=1+1"]])).toBe('\ufeff"a;\'=1+1"\r\n');
  expect(csv([["a; @sum;b"]])).toBe('\ufeff"a; \'@sum;b"\r\n');
  expect(csv([["a;b"]])).toBe('\ufeff"a;b"\r\n');
});
