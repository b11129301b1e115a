import { expect, test } from "vitest";
import { readMe } from "./read-me";

const story = {
  root: "Northlight 2026-11-22",
  createdAt: new Date("2026-11-22T14:03:05.678Z"),
  takenBy: { name: "Ada", partner: "Northlight Dubbing" },
  requests: ["SR-104823 Secondary Audio, Der lange Weg"],
  files: [
    { path: "Der lange Weg/Final Proxy/a.mov", bytes: 5_000_000_000 },
    { path: "Der lange Weg/Dubbing Script/b.docx", bytes: 1_234 },
    { path: "Zurück/c.wav", bytes: 1 },
  ],
  manifestPath: "ascmhl/0001_Northlight 2026-11-22_2026-11-22_140305Z.mhl",
  supportAddress: "support@studio.example",
};

test("the read-me says what is inside, whose it is and how to check it", () => {
  const lines = readMe(story).split("\r\n");
  expect(lines.slice(0, 12)).toEqual([
    "Northlight 2026-11-22",
    "",
    "Taken by Ada, Northlight Dubbing",
    "on 2026-11-22 at 14:03:05 UTC",
    "",
    "For",
    "  SR-104823 Secondary Audio, Der lange Weg",
    "",
    "What is inside",
    "  Der lange Weg: 2 files, 5,000,001,234 bytes",
    "  Zurück: 1 file, 1 bytes",
    "  in all: 3 files, 5,000,001,235 bytes",
  ]);
  expect(lines).toContain(`    ${story.manifestPath}`);
  expect(lines.slice(-3)).toEqual(["Questions", "  support@studio.example", ""]);
});

test("a name with line breaks makes no lines of its own", () => {
  const text = readMe({ ...story, takenBy: { name: "A\r\nb\u2028c", partner: "P" } });
  expect(text).toContain("Taken by A b c, P\r\n");
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n\u2028]/);
});

test("the read-me is the same each time", () => {
  expect(readMe(story)).toBe(readMe(story));
});
