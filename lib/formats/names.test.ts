import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeName, safePaths } from "./names";
import { need, run } from "./testing/programs";

/** Names as they come, and names that are made to be trouble. */
const anyName = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        "con",
        "NUL",
        "COM¹",
        ".",
        "..",
        " ",
        "/",
        "\\",
        ":",
        "\0",
        "\n",
        "ü",
        "u\u0308",
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join("")),
  fc.constantFrom("a", "A", "ﬁ", "fi", "ß", "SS", "ẞ", "İ", "i̇", "Å", "Å", "ς", "Σ", "ascmhl"),
);
const anyPath = fc.array(anyName, { minLength: 1, maxLength: 5 });

/** As Windows, macOS and Linux each demand it, in words of its own. */
function flaws(name: string): string[] {
  const device = /^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])$/;
  const checks: [string, boolean][] = [
    ["empty", name === ""],
    ["points elsewhere", name === "." || name === ".."],
    ["a forbidden character", [...'<>:"/\\|?*'].some((c) => name.includes(c))],
    ["a control", [...name].some((c) => c < " " || (c >= "\x7f" && c <= "\x9f"))],
    ["ends in dot or space", name.endsWith(".") || name.endsWith(" ")],
    ["begins with space", name.startsWith(" ")],
    ["a device", device.test((name.split(".")[0] ?? "").trimEnd().toUpperCase())],
    ["a history's folder", name.toLowerCase() === "ascmhl"],
    ["too long", new TextEncoder().encode(name).length > 255],
    ["not normalised", name !== name.normalize("NFC")],
    ["half a character", Buffer.from(name).toString() !== name],
    ["turns the text", /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(name)],
  ];
  return checks.filter(([, wrong]) => wrong).map(([what]) => what);
}

describe("a safe name", () => {
  test.each([
    ["Episode 1: “Pilot”?.mov", "Episode 1_ “Pilot”_.mov"],
    ["A/V Mux", "A_V Mux"],
    ["CON", "_CON"],
    ["nul.tar.gz", "_nul.tar.gz"],
    ["com¹ .txt", "_com¹ .txt"],
    ["console.txt", "console.txt"],
    ["AscMHL", "_AscMHL"],
    ["..", "unnamed"],
    ["", "unnamed"],
    [" name . ", "name"],
    [".hidden", ".hidden"],
    ["invoice\u202efdp.exe", "invoicefdp.exe"],
    ["line\nbreak\0.wav", "linebreak.wav"],
    ["e\u200e\u0301", "é"],
    ["half \ud83c of it", "half  of it"],
  ])("of %j is %j", (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  test("is safe everywhere, whatever the name, and stays as it is", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = safeName(name);
        expect(flaws(safe)).toEqual([]);
        expect(safeName(safe)).toBe(safe);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["Latin", "a".repeat(300), "a".repeat(251)],
    ["Japanese", "映".repeat(100), "映".repeat(83)],
    ["families", "👩‍👩‍👧‍👦".repeat(20), "👩‍👩‍👧‍👦".repeat(10)],
    ["accents", "e\u0323\u0302".repeat(90), "ệ".repeat(83)],
    ["one endless character", `a${"\u0301".repeat(200)}`, "unnamed"],
  ])("is cut between characters and keeps its extension: %s", (_, stem, kept) => {
    expect(safeName(`${stem}.mov`)).toBe(`${kept}.mov`);
  });

  test("is never cut to a reserved one", () => {
    expect(safeName(`con${" ".repeat(300)}x`)).toBe("_con");
  });

  test("keeps no sentence as an extension", () => {
    const name = safeName(`${"word ".repeat(60)}vs. the rest of it`);
    expect(name).toBe("word ".repeat(51).trimEnd());
  });
});

describe("safe paths", () => {
  test("stand as they are when they are safe and apart", () => {
    expect(
      safePaths([
        ["Bundle", "The Film", "Final Proxy", "FILM_v2.mov"],
        ["Bundle", "The Film", "Dubbing Script", "FILM_v2.docx"],
      ]),
    ).toEqual([
      "Bundle/The Film/Final Proxy/FILM_v2.mov",
      "Bundle/The Film/Dubbing Script/FILM_v2.docx",
    ]);
  });

  test("of one file name are told apart before the extension, in order", () => {
    const names = ["mix.wav", "MIX.WAV", "mix (2).wav", "mix.wav", "mix (2).wav"];
    expect(safePaths(names.map((name) => ["Root", name]))).toEqual([
      "Root/mix.wav",
      "Root/MIX (2).WAV",
      "Root/mix (2) (2).wav",
      "Root/mix (3).wav",
      "Root/mix (2) (3).wav",
    ]);
  });

  test("put folders together that are wanted alike, and no others", () => {
    expect(
      safePaths([
        ["Show: 1", "a"],
        ["Show? 1", "a"],
        ["show_ 1", "a"],
        ["Show: 1", "b"],
        ["Show? 1", "a"],
      ]),
    ).toEqual(["Show_ 1/a", "Show_ 1 (2)/a", "show_ 1 (3)/a", "Show_ 1/b", "Show_ 1 (2)/a (2)"]);
  });

  test("tell a file from a folder of its name", () => {
    expect(
      safePaths([
        ["R", "x"],
        ["R", "X", "y"],
      ]),
    ).toEqual(["R/x", "R/X (2)/y"]);
  });

  test("are unique on systems that know no case and no normal form, and safe in every part", () => {
    fc.assert(
      fc.property(fc.array(anyPath, { maxLength: 40 }), (wanted) => {
        const paths = safePaths(wanted);
        expect(paths).toHaveLength(wanted.length);
        for (const path of paths) expect(path.split("/").flatMap(flaws)).toEqual([]);
        expect(paths.map((path) => path.split("/").length)).toEqual(wanted.map((w) => w.length));
        const keys = paths.map((path) => path.normalize("NFD").toLowerCase().normalize("NFD"));
        expect(new Set(keys).size).toBe(paths.length);
        // A folder has one spelling, and no file has its name.
        const folders = new Set(paths.flatMap(foldersOf));
        expect(new Set([...folders].map((f) => f.normalize("NFD").toLowerCase())).size).toBe(
          folders.size,
        );
        expect(paths.filter((path) => folders.has(path))).toEqual([]);
        expect(safePaths(wanted)).toEqual(paths);
      }),
      { numRuns: 300 },
    );
  });

  test("tell apart all that Unicode folds to one", () => {
    need("python3", "python3");
    const script = `
import json, sys
print(json.dumps([[chr(c), chr(c).casefold()] for c in range(0x110000) if chr(c).casefold() != chr(c)]))`;
    const pairs: [string, string][] = JSON.parse(run("python3", ["-c", script]));
    expect(pairs.length).toBeGreaterThan(1_000);
    const merged = pairs.filter(([one, other]) => {
      const [, second] = safePaths([[`x${one}`], [`x${other}`]]);
      return !second?.endsWith(" (2)");
    });
    expect(merged).toEqual([]);
  });

  test("keep to 185 characters by cutting folders alike, never a file's name", () => {
    const long = "A very long title that goes on and on, as some do when nobody stops them";
    const file = `${"f".repeat(80)}.mov`;
    const [path = "", short = "", other = ""] = safePaths([
      ["Root", long, `Season 1: ${long}`, "Episode 1", file],
      ["Root", long, "x.mov"],
      ["Root", `Not ${long}`, "x.mov"],
    ]);
    expect(path.length).toBeLessThanOrEqual(185);
    expect(path.length).toBeGreaterThan(180);
    expect(path.endsWith(`/${file}`)).toBe(true);
    expect(short.split("/").slice(0, 2)).toEqual(path.split("/").slice(0, 2));
    expect(other).toBe(`Root/Not ${long}/x.mov`);
    const [utter = ""] = safePaths([["Root", long, long, `${"f".repeat(250)}.mov`]]);
    expect(utter.split("/").map((name) => name.length)).toEqual([4, 11, 11, 254]);
  });

  test("are quick for 10,000 files of one name", () => {
    const paths = safePaths(Array.from({ length: 10_000 }, () => ["Root", "Title", "mix.wav"]));
    expect(paths.at(-1)).toBe("Root/Title/mix (10000).wav");
  });
});

const foldersOf = (path: string) =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, i, folders) => folders.slice(0, i + 1).join("/"));
