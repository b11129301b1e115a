import type { Page } from "playwright-core";

// What a person does to the list, and to AG Grid where it has the same.

/** Inputs of one sort, on the list and, where it has the act, on the peer. */
type Act = {
  name: string;
  event: "input" | "click" | "pointermove" | "pointerup";
  list: (page: Page) => Promise<Inputs>;
  peer?: (page: Page) => Promise<Inputs>;
};
export type Inputs = (() => Promise<unknown>)[];

const keys = [
  "v",
  "0",
  "3",
  "_",
  "m",
  "Backspace",
  "Backspace",
  "Backspace",
  "Backspace",
  "Backspace",
];
const press = (page: Page): Inputs => keys.map((key) => () => page.keyboard.press(key));
/** In turns, so often as there are keys. */
const inTurns = (...inputs: Inputs): Inputs =>
  keys.flatMap((_, n) => inputs[n % inputs.length] ?? []);

/** Clicks at these places in turns; where they are is asked before anything is measured. */
async function clicks(page: Page, ...selectors: string[]): Promise<Inputs> {
  const spots = await Promise.all(selectors.map((selector) => spotOf(page, selector)));
  return inTurns(
    ...spots.map(
      ({ x, y }) =>
        () =>
          page.mouse.click(x, y),
    ),
  );
}

async function spotOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not there`);
  return { x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2 };
}

/** Drags one header to another's place, and back. */
async function drags(page: Page, selector: (column: string) => string, names: [string, string]) {
  const drag = async () => {
    const from = await spotOf(page, selector(names[0]));
    const to = await spotOf(page, selector(names[1]));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (let step = 1; step <= 8; step += 1)
      await page.mouse.move(from.x + ((to.x - from.x) * step) / 8, from.y);
    await page.mouse.up();
    names.reverse();
  };
  return [drag, drag, drag, drag];
}

const menu = (column: string) => `button[aria-label="${column}: menu"]`;
const listHeader = (column: string) => `[role=columnheader][data-column=${column}] > button`;
const peerHeader = (column: string) => `.ag-header-cell[col-id=${column}] .ag-header-cell-label`;

export const allActs: Act[] = [
  {
    name: "key in a filter",
    event: "input",
    list: async (page) => {
      await page.locator(menu("File Name")).click();
      await page.locator('input[aria-label="Filter File Name by words"]').click();
      return press(page);
    },
    peer: async (page) => {
      await page.locator('input[aria-label="File Name Filter Input"]').click();
      return press(page);
    },
  },
  {
    name: "value tick",
    event: "click",
    list: async (page) => {
      await page.locator(menu("QC Status")).click();
      return clicks(page, 'fieldset label:has-text("QC Pending") input');
    },
  },
  {
    name: "group switch",
    event: "click",
    list: (page) =>
      clicks(
        page,
        'nav button:has-text("Newly Added/Updated")',
        'nav button:text-matches("^All\\\\W*\\\\d")',
      ),
    peer: (page) => clicks(page, "[data-group=new]", "[data-group=all]"),
  },
  {
    name: "expand all, collapse all",
    event: "click",
    list: (page) => clicks(page, 'button:has-text("Collapse All")'),
  },
  {
    name: "select all",
    event: "click",
    list: (page) => clicks(page, 'input[aria-label="Select all materials"]'),
    peer: (page) => clicks(page, ".ag-header-select-all input"),
  },
  {
    name: "sort",
    event: "click",
    list: (page) => clicks(page, listHeader("fileName")),
    peer: (page) => clicks(page, peerHeader("fileName")),
  },
  ...(["pointermove", "pointerup"] as const).map(
    (event): Act => ({
      name: event === "pointerup" ? "column drop" : "column drag, each move",
      event,
      list: (page) => drags(page, listHeader, ["deliveredOn", "qcStatus"]),
      peer: (page) => drags(page, peerHeader, ["deliveredOn", "qcStatus"]),
    }),
  ),
];
