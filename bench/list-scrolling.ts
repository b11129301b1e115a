import { scroll, throttle } from "./browser";
import { startGridPeer } from "./grid-peer";
import { asText, openPage, rest, rowsOf, type Stage, type World } from "./list-stage";

/** From top to bottom: frames without lines, and tasks that would hold an input up. */
export async function scrolling(stage: Stage, world: World) {
  const { bench, tell } = stage;
  const peer = await startGridPeer((await rowsOf(world)).map(asText));
  const down = async (of: { list: boolean; far?: number; look: boolean }) => {
    const line = of.list ? "[data-line]" : ".ag-row";
    const page = await openPage(stage, of.list ? world : undefined);
    await page.goto(of.list ? bench.settings.APP_URL + world.path : peer.url);
    await page.locator(line).first().waitFor();
    await rest(page);
    const height = await page.evaluate(
      () => document.querySelector("[role=treegrid]")?.scrollHeight ?? 0,
    );
    const pixels = of.far ?? height;
    const session = await throttle(page);
    const seen = await scroll({ page, session, pixels, ...(of.look && { lookFor: line }) });
    await page.context().close();
    return { ...seen, pixels };
  };
  // Looking for blanks makes tasks longer: one way for each.
  const both = async (of: { list: boolean; far?: number }) => ({
    ...(await down({ ...of, look: false })),
    looked: await down({ ...of, look: true }),
  });
  const list = await both({ list: true });
  const grid = await both({ list: false, far: 90_000 });
  peer.stop();
  const said = ({ frames, looked, longest, longTasks }: typeof list) =>
    `${looked.blank} of ${looked.frames} frames blank; another time, not looked at, ${longTasks.length} long tasks${longTasks.length ? ` (longest ${Math.max(...longTasks).toFixed(0)} ms)` : ""} in ${frames} frames, the longest frame ${longest.toFixed(0)} ms`;
  tell(
    `scrolling ${list.pixels.toLocaleString("en")} px at 3,000 px/s`,
    said(list),
    "none blank, no task > 50 ms",
    list.looked.blank === 0 && list.longTasks.length === 0,
  );
  tell("AG Grid, the first 90,000 px", said(grid));
}
