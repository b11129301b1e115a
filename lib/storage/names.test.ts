import { parse } from "content-disposition";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contentDisposition, contentType, safeFileName } from "./names";

test.each([
  ["Reel 1 (v02).L.wav", 'attachment; filename="Reel 1 (v02).L.wav"'],
  ["plain.wav", "attachment; filename=plain.wav"],
  ['the "final" mix.wav', 'attachment; filename="the \\"final\\" mix.wav"'],
  [
    "Crème brûlée €.wav",
    "attachment; filename=\"Creme brulee _.wav\"; filename*=UTF-8''Cr%C3%A8me%20br%C3%BBl%C3%A9e%20%E2%82%AC.wav",
  ],
  ["川.mov", "attachment; filename=_.mov; filename*=UTF-8''%E5%B7%9D.mov"],
  ["50%41.wav", "attachment; filename=50%41.wav; filename*=UTF-8''50%2541.wav"],
  ["a\r\nSet-Cookie: x=1.wav", 'attachment; filename="a__Set-Cookie: x=1.wav"'],
  ["../../etc/passwd", "attachment; filename=.._.._etc_passwd"],
])("%j is sent as %s", (name, header) => {
  expect(contentDisposition(name)).toBe(header);
});

test("any name becomes a header that carries the safe name, and nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const header = contentDisposition(name);
      expect(header).toMatch(/^[ -~]+$/);
      expect(parse(header).parameters.filename).toBe(safeFileName(name));
    }),
  );
});

test("any name becomes one component of a path, and is left alone when it is one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const safe = safeFileName(name);
      expect(safe).toMatch(/^[^/\\]+$/u);
      expect([".", ".."]).not.toContain(safe);
      expect(safeFileName(safe)).toBe(safe);
      expect(() => encodeURIComponent(safe)).not.toThrow();
    }),
  );
  expect(safeFileName("مسلسل – حلقة ٢.srt")).toBe("مسلسل – حلقة ٢.srt");
  expect(safeFileName("mix_\u202egpj.exe\u202c\u200f")).toBe("mix_gpj.exe");
  expect(safeFileName("\ud800.wav")).toBe("_.wav");
  expect(["", ".", ".."].map(safeFileName)).toEqual(["file", "file", "file"]);
});

test.each([
  ["a.WAV", "audio/wav"],
  ["a.mov", "video/quicktime"],
  ["a.vtt", "text/vtt"],
  ["a.ttml", "application/ttml+xml"],
  ["a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["no ending", "application/octet-stream"],
  ["a.unheardof", "application/octet-stream"],
])("%s is %s", (name, type) => {
  expect(contentType(name)).toBe(type);
});
