import { type CDPSession, chromium, type Page } from "playwright-core";
import { ensureChromium } from "../scripts/launcher/programs";

// What a person at the page would see, on a processor made four times slower.

const throttling = 4;

export async function startBrowser() {
  const { CHROMIUM_PATH = "" } = await ensureChromium(process.env);
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

type Seen = [event: string, milliseconds: number][];
declare global {
  interface Window {
    benchSeen: Seen;
    /** When the page last changed, painted, in milliseconds after the last input. */
    benchChanged: number;
    /** When the first line of the list was painted, in milliseconds of the page's own time. */
    benchFirstLine: number;
    benchScroll: { blank: number; frames: number; longest: number; longTasks: number[] };
  }
}

/** Sees to it that the page measures itself: from each input to the frame that follows it. */
export async function instrument(page: Page) {
  // Code that is compiled for Node may call this helper.
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.addInitScript(() => {
    window.benchSeen = [];
    window.benchChanged = 0;
    const look = () => {
      if (document.querySelector("[data-line] [data-column=fileName]"))
        setTimeout(() => {
          window.benchFirstLine = performance.now();
        });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    let pressed = 0;
    let began = 0;
    const afterPaint = (then: () => void) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = then;
        port2.postMessage(null);
      });
    const painted = (event: string, from: number) => {
      began = from;
      afterPaint(() => window.benchSeen.push([event, performance.now() - from]));
    };
    let changing = false;
    new MutationObserver(() => {
      if (changing) return;
      changing = true;
      afterPaint(() => {
        changing = false;
        window.benchChanged = performance.now() - began;
      });
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    const press = ({ timeStamp }: Event) => {
      pressed = timeStamp;
    };
    addEventListener("keydown", press, true);
    addEventListener("pointerup", press, true);
    addEventListener("input", () => painted("input", pressed), true);
    addEventListener("click", () => painted("click", pressed), true);
    addEventListener("pointermove", ({ timeStamp }) => painted("pointermove", timeStamp), true);
    addEventListener("pointerup", ({ timeStamp }) => painted("pointerup", timeStamp), true);
  });
}

export async function throttle(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: throttling });
  return session;
}

/**
 * Does something to the page, and waits until it has come to rest.
 * @returns milliseconds from each input of that sort to the next paint, and from the last to that of all that came of it
 */
export async function seen(page: Page, event: string, act: () => Promise<unknown>) {
  await page.evaluate(() => {
    window.benchSeen = [];
    window.benchChanged = 0;
  });
  await act();
  await page.evaluate(
    () =>
      new Promise<void>((rested) =>
        requestIdleCallback(() => setTimeout(rested, 120), { timeout: 3_000 }),
      ),
  );
  const { all, shown } = await page.evaluate(() => ({
    all: window.benchSeen,
    shown: window.benchChanged,
  }));
  const next = all.flatMap(([name, milliseconds]) => (name === event ? milliseconds : []));
  return { next, shown };
}

type Scrolled = {
  page: Page;
  session: CDPSession;
  /** How far, at 3,000 pixels a second. */
  pixels: number;
  /** Selector of one line; looks at each frame whether such fill the window, which takes a tenth of the frame itself. */
  lookFor?: string;
};

/** Scrolls down as a hand on a wheel does. */
export async function scroll({ page, session, pixels, lookFor }: Scrolled) {
  const box = { x: 700, y: 500 };
  await page.mouse.move(box.x, box.y);
  await page.evaluate((line) => {
    const state = { blank: 0, frames: 0, longest: 0, longTasks: [] as number[] };
    window.benchScroll = state;
    const isBlank = (selector: string) =>
      [250, 500, 880].some((y) =>
        document.elementsFromPoint(700, y).every((element) => !element.closest(selector)),
      );
    let last = 0;
    const frame = (at: number) => {
      if (last) state.longest = Math.max(state.longest, at - last);
      last = at;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    // Before the page hears of it: what stands there now is what a late drawing would leave in sight.
    addEventListener(
      "scroll",
      () => {
        state.frames += 1;
        if (line && isBlank(line)) state.blank += 1;
      },
      true,
    );
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) state.longTasks.push(duration);
    }).observe({ type: "longtask" });
  }, lookFor);
  await session.send("Input.synthesizeScrollGesture", {
    ...box,
    yDistance: -pixels,
    speed: 3_000,
    gestureSourceType: "mouse",
    preventFling: true,
  });
  return page.evaluate(() => window.benchScroll);
}
