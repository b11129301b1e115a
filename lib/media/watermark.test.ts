import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { ffmpeg } from "./ffmpeg";
import { runsOf, widthOf } from "./fonts";
import { pixels } from "./testing/clips";
import { makeWatermark } from "./watermark";

const folder = mkdtempSync(path.join(tmpdir(), "turnover-mark-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture = {
  width: 1280,
  height: 720,
  frames: 48,
  frameRate: { numerator: 24, denominator: 1 },
};
const serial = "7F3A-22C1-9K";
const scriptOf = (partnerName: string) => makeWatermark({ partnerName, serial }, picture).script;
const textsOf = (script: string) =>
  script.split("\n").flatMap((line) => /^Dialogue: (?:[^,]*,){9}(.*)$/.exec(line)?.[1] ?? []);

describe("the script", () => {
  const nasty = fc.string({
    unit: fc.constantFrom(..."{}\\Nnh()&,;:!*#'\"% \n\r\t\u0000\u2028\u202eaЖ字ا"),
    maxLength: 120,
  });

  test("no name breaks out of its text: only our own commands stand in braces", () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const script = scriptOf(name);
        const header = 17;
        for (const line of script.trimEnd().split("\n").slice(header))
          expect(line).toMatch(
            /^Dialogue: 0,\d:\d\d:\d\d\.\d\d,\d:\d\d:\d\d\.\d\d,Mark,,0,0,0,,\{\\an5/,
          );
        for (const text of textsOf(script)) {
          // As libass reads: an escaped brace is text, a brace begins commands up to its end.
          const read = text.replace(/\\[{}]/g, "").replace(/\{[^}]*\}/g, (commands) => {
            expect(commands).toMatch(
              /^\{(\\an5\\pos\([\d.]+,[\d.]+\)|\\fnNoto Sans[\w ]*\\fs[\d.]+)\}$/,
            );
            return "";
          });
          expect(read).not.toMatch(/[{}]|\\[Nnh]|[\p{Cc}\u2028\u202e]/u);
        }
      }),
    );
  });

  test("it is half transparent, with a rim, over the whole length", () => {
    const script = scriptOf("Northlight");
    expect(script).toMatch(/^Style: Mark,.*&H80FFFFFF,&H80FFFFFF,&H80000000,.*,1,2\.2,0,5,/m);
    const times = [...script.matchAll(/^Dialogue: 0,([^,]+),([^,]+),/gm)];
    expect(times[0]?.[1]).toBe("0:00:00.00");
    expect(times.at(-1)?.[2]).toBe("0:00:01.98");
  });

  test("a name without a single letter still leaves the serial", () => {
    expect(textsOf(scriptOf(" \u200b\n")).join()).toContain(serial);
  });

  test("a character that no font has is an error that names it", () => {
    expect(() => scriptOf("Smile 😀")).toThrow("No font can draw “😀” (U+1F600)");
  });
});

const long = "The Very Long Name Of A Partner Who Took All Of Them, ".repeat(3).slice(0, 120);
const names = {
  Latin: "Northlight Dubbing & Co.",
  "Latin with marks": "Đặng Thị Ångström Łódź",
  Cyrillic: "Студия озвучки Пифагор",
  Greek: "Ελληνικά Στούντιο Ήχου",
  Japanese: "東京アニメーションスタジオ",
  Korean: "서울 더빙 스튜디오",
  Chinese: "上海电影译制厂",
  "Traditional Chinese": "臺灣國語配音公司",
  Arabic: "ستوديو الدبلجة العربية ١٢٣",
  Hebrew: "אולפני דיבוב תל אביב",
  Thai: "สตูดิโอพากย์เสียงภาษาไทย",
  Devanagari: "हिन्दी डबिंग क्षेत्र स्टूडियो",
  commands: "{\\fs200}\\N{\\pos(0,0)}a\\{b}\\h\\",
  "120 characters": long,
  "120 characters without a space": "X".repeat(120),
  "120 ideographs": "東京".repeat(60),
};

describe("drawn by libass", { timeout: 60_000 }, () => {
  test("every script stands whole within its place and the picture, without a missing glyph", async () => {
    const { boxes, said } = await drawn(Object.values(names));
    expect(said).toContain("Using font provider");
    expect(said).not.toContain("failed to find");
    for (const [i, name] of Object.keys(names).entries()) {
      const box = boxes[i];
      expect(box, name).toBeDefined();
      if (!box) continue;
      // A third of the picture less the margins; ink and rim at every side inside.
      expect(box.width, name).toBeLessThanOrEqual(1280 / 3 - 10);
      expect(box.height, name).toBeLessThanOrEqual(720 / 3 - 10);
      expect(box.width, name).toBeGreaterThan(150);
      expect(Math.min(box.left, box.top), name).toBeGreaterThan(8);
      expect(box.right, name).toBeLessThan(1280 - 8);
      expect(box.bottom, name).toBeLessThan(720 - 8);
    }
  });

  test("Devanagari makes conjuncts and Arabic joins, by which both grow narrower", async () => {
    const texts = ["क्षक्षक्षक्षक्षक्षक्ष", "صصصصصصصصصصصص"];
    const { boxes } = await drawn(texts);
    for (const [i, text] of texts.entries()) {
      const apart = widthOf(runsOf(text)) * 0.042 * 720;
      expect(boxes[i]?.width).toBeGreaterThan(175);
      expect(boxes[i]?.width).toBeLessThan(0.93 * apart);
    }
  });
});

/** Draws the mark's first place for each name on grey, in one run. @returns where there is ink. */
async function drawn(partnerNames: string[]) {
  mkdirSync(path.join(folder, "fonts"), { recursive: true });
  writeFileSync(path.join(folder, "fonts.conf"), '<?xml version="1.0"?><fontconfig></fontconfig>');
  for (const [i, partnerName] of partnerNames.entries()) {
    const { script, fonts } = makeWatermark({ partnerName, serial }, { ...picture, frames: 1 });
    writeFileSync(path.join(folder, `${i}.ass`), script);
    for (const font of fonts) copyFileSync(font, path.join(folder, "fonts", path.basename(font)));
  }
  const grey = "color=gray:s=1280x720:r=24:d=0.04,format=yuv420p";
  const chains = partnerNames.map((_, i) => `${grey},ass=${i}.ass:fontsdir=fonts[v${i}]`);
  const inputs = partnerNames.map((_, i) => `[v${i}]`).join("");
  writeFileSync(
    path.join(folder, "graph"),
    `${chains.join(";")};${inputs}concat=n=${partnerNames.length},settb=1/24,setpts=N`,
  );
  const said = await ffmpeg(
    [
      "-filter_complex_script",
      "graph",
      "-fps_mode",
      "passthrough",
      "-c:v",
      "ffv1",
      "-f",
      "matroska",
      "drawn",
    ],
    {
      timeoutMs: 60_000,
      cwd: folder,
      env: { FONTCONFIG_FILE: path.join(folder, "fonts.conf") },
      logLevel: "info",
    },
  );
  const frames = await pixels(path.join(folder, "drawn"), "null", 1280 * 720);
  return { said, boxes: frames.map(inkOf) };
}

function inkOf(light: Buffer) {
  const ground = light[0] ?? 0;
  let [left, right, top, bottom] = [1280, -1, 720, -1];
  for (let y = 0, at = 0; y < 720; y += 1)
    for (let x = 0; x < 1280; x += 1, at += 1) {
      if (Math.abs((light[at] ?? 0) - ground) < 4) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  return { left, right, top, bottom, width: right - left + 1, height: bottom - top + 1 };
}
