import { copyFileSync, createReadStream, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import type { Page } from "playwright-core";
import { playerClips } from "@/lib/media/testing/player-clips";
import { keepClipPreview } from "../e2e/support/clip-preview";
import { demoPassword } from "../e2e/support/session";
import { addTakeable } from "../e2e/support/takeable";
import { startBenchApp } from "./app";
import { startBrowser } from "./browser";
import { median, percentile } from "./measure";
import { changeAssetType } from "./player-world";
import { startSection } from "./results";

// How fast the player shows the frame that is asked for, beside a bare <video> with the MP4 that its preview was
// made of. `npm run bench:player` writes the section of bench/RESULTS.md.

const clip = "23.976";
const steps = 100;
const openings = 20;
const { numerator, denominator } = playerClips[clip].rate;
const { tell, limit, report } = startSection("The player");

const bench = await startBenchApp();
const browser = await startBrowser();
const mp4 = path.join(bench.home, "bare.mp4");
const { email, materialIds } = await addTakeable(bench.place, [
  { fileName: "a.mp4", content: Buffer.from("a") },
  { fileName: "b.mp4", content: Buffer.from("b") },
]);
await changeAssetType(bench.place.databaseUrl, materialIds);
for (const id of materialIds)
  await keepClipPreview(bench.place, id, clip, (file) => copyFileSync(file, mp4));
const bare = await serveBare(mp4);
try {
  const page = await openList();
  const plain = await browser.newPage();
  await plain.goto(bare.url);
  await opening(page, plain);
  await stepping(page, plain);
  await playing(page, plain);
  await storyboard(page);
} finally {
  bare.server.close();
  await browser.close();
  await bench.stop();
}
report({
  command: "npm run bench:player",
  how: `a clip at ${clip} of ${playerClips[clip].frames} frames; ${steps} steps each way and ${openings} openings, in Chromium without a graphics processor, until requestVideoFrameCallback tells of the frame; the bare \`<video>\` plays the MP4 (a key frame every two seconds) in the same run.`,
});

/** The app's page with the list of both films, signed in. */
async function openList(): Promise<Page> {
  const context = await browser.newContext({
    baseURL: bench.settings.APP_URL,
    viewport: { width: 1440, height: 900 },
  });
  // Code that is compiled for Node may call this helper.
  await context.addInitScript("globalThis.__name = (it) => it");
  const page = await context.newPage();
  const reference = `SR-${email.split("@")[1]?.replace(".example", "")}`;
  await page.goto(`/materials?request=${reference}`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(`[data-line="${materialIds[0]}"]`).waitFor();
  // The library that plays is fetched ahead, once the page is at rest.
  await page.waitForTimeout(3_000);
  return page;
}

async function opening(page: Page, plain: Page) {
  const taken: Record<"ours" | "bare", number[]> = { ours: [], bare: [] };
  for (let n = -2; n < openings; n += 1) {
    const ours = await page.evaluate(firstFrameAfterClick, materialIds[Math.abs(n) % 2] ?? "");
    const theirs = await plain.evaluate(firstFrameOfBare, `/clip.mp4?${n}`);
    // The first two fetch what is fetched once.
    if (n < 0) continue;
    taken.ours.push(ours);
    taken.bare.push(theirs);
  }
  limit("first frame after opening a file, p95", percentile(taken.ours, 95), 400);
  tell("the same, median", `${median(taken.ours).toFixed(0)} ms`);
  tell("first frame of a bare `<video>`, p95", `${percentile(taken.bare, 95).toFixed(0)} ms`);
}

async function stepping(page: Page, plain: Page) {
  await page.getByRole("region", { name: /^Player/ }).focus();
  const rate = numerator / denominator;
  for (const [name, key, by, most] of [
    ["step forward", ".", 1, 50],
    ["step back", ",", -1, 80],
  ] as const) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let n = 0; n < steps; n += 1) {
      ours.push(await page.evaluate(frameAfterKey, key));
      theirs.push(await plain.evaluate(frameAfterSeek, { by, rate }));
    }
    limit(`${name}, p95`, percentile(ours, 95), most);
    tell(`${name}, median`, `${median(ours).toFixed(0)} ms`);
    const bareFigure = `${percentile(theirs, 95).toFixed(0)} ms, median ${median(theirs).toFixed(0)} ms`;
    tell(`${name} on a bare \`<video>\`, p95`, bareFigure);
  }
}

async function playing(page: Page, plain: Page) {
  for (const [name, where] of [
    ["the player", page],
    ["a bare `<video>`", plain],
  ] as const) {
    const { dropped, shown } = await where.evaluate(playFromStart, 8_000);
    const ours = where === page;
    const figure = `${dropped} of ${shown}`;
    tell(`frames dropped in 8 s at 1x, ${name}`, figure, ours ? "0" : "", dropped === 0);
  }
}

async function storyboard(page: Page) {
  const bar = page.getByRole("slider", { name: "Position" });
  const box = await bar.boundingBox();
  if (!box) throw new Error("The player has no bar.");
  await page.mouse.move(box.x + 2, box.y + box.height / 2);
  const taken: number[] = [];
  for (let n = 1; n <= 60; n += 1) {
    const moved = page.evaluate(thumbnailAfterMove);
    await page.mouse.move(box.x + 2 + (n * (box.width - 4)) / 60, box.y + box.height / 2);
    taken.push(await moved);
  }
  tell(
    "frames of the display from a move to its thumbnail, p95",
    percentile(taken, 95).toFixed(0),
    "<= 1",
    percentile(taken, 95) <= 1,
  );
}

// What follows runs in the page.

async function firstFrameAfterClick(id: string): Promise<number> {
  const line = document.querySelector<HTMLElement>(`[data-line="${id}"]`);
  document.querySelector<HTMLElement>("[aria-label='Close Details']")?.click();
  while (document.querySelector("video")) await new Promise(requestAnimationFrame);
  const began = performance.now();
  line?.click();
  let video = document.querySelector("video");
  for (; !video; video = document.querySelector("video"))
    await new Promise((done) => setTimeout(done));
  await new Promise((done) => video.requestVideoFrameCallback(done));
  return performance.now() - began;
}

async function firstFrameOfBare(url: string): Promise<number> {
  document.querySelector("video")?.remove();
  const began = performance.now();
  const video = Object.assign(document.createElement("video"), { preload: "auto", src: url });
  video.style.width = "400px";
  document.body.append(video);
  await new Promise((done) => video.requestVideoFrameCallback(done));
  return performance.now() - began;
}

async function frameAfterKey(key: string): Promise<number> {
  const video = document.querySelector("video");
  const began = performance.now();
  const shown = new Promise((done) => video?.requestVideoFrameCallback(done));
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
  );
  await shown;
  return performance.now() - began;
}

async function frameAfterSeek({ by, rate }: { by: number; rate: number }): Promise<number> {
  const video = document.querySelector("video");
  if (!video) return Number.NaN;
  const began = performance.now();
  const shown = new Promise((done) => video.requestVideoFrameCallback(done));
  video.currentTime = (Math.floor(video.currentTime * rate + 0.001) + by + 0.5) / rate;
  await shown;
  return performance.now() - began;
}

async function playFromStart(milliseconds: number) {
  const video = document.querySelector("video");
  if (!video) return { dropped: Number.NaN, shown: 0 };
  video.currentTime = 0;
  await video.play();
  const before = video.getVideoPlaybackQuality();
  await new Promise((done) => setTimeout(done, milliseconds));
  const after = video.getVideoPlaybackQuality();
  video.pause();
  return {
    dropped: after.droppedVideoFrames - before.droppedVideoFrames,
    shown: after.totalVideoFrames - before.totalVideoFrames,
  };
}

async function thumbnailAfterMove(): Promise<number> {
  const bar = document.querySelector("[role=slider][aria-label=Position]");
  const place = () => (bar?.lastElementChild as HTMLElement | null)?.style.left;
  const before = place();
  await new Promise((done) => bar?.addEventListener("pointermove", done, { once: true }));
  let frames = 0;
  for (; place() === before && frames < 60; frames += 1) await new Promise(requestAnimationFrame);
  return frames;
}

/** A page with nothing but a video element, and its film, with ranges. */
async function serveBare(file: string) {
  const { size } = statSync(file);
  const server = http.createServer((request, response) => {
    if (!request.url?.startsWith("/clip.mp4")) {
      response.setHeader("content-type", "text/html");
      return response.end("<!doctype html><body></body>");
    }
    const [, from = "0", to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
    const [start, end] = [Number(from), to ? Number(to) : size - 1];
    response.writeHead(206, {
      "content-type": "video/mp4",
      "content-range": `bytes ${start}-${end}/${size}`,
      "content-length": end - start + 1,
      "accept-ranges": "bytes",
    });
    return createReadStream(file, { start, end }).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { server, url: `http://127.0.0.1:${port}/` };
}
