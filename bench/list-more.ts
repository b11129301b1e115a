import { seen, throttle } from "./browser";
import { allActs } from "./list-acts";
import { firstByteOf, paint, weightOf } from "./list-server";
import { openList, type Stage, type World } from "./list-stage";
import { median, percentile } from "./measure";

/** Five times as many, without a bar. */
export async function more(stage: Stage, world: World) {
  const { tell } = stage;
  const taken: number[] = [];
  for (let round = 0; round < 5; round += 1) taken.push(await firstByteOf(world, world.path));
  tell("first byte, 50,000 materials of 1,000 requests", `${median(taken).toFixed(0)} ms`);
  const weight = await weightOf(world);
  tell("their HTML and data, compressed", `${weight.page.toFixed(1)} B a material`);
  await paint(stage, world, "50,000 materials", false);
  for (const act of allActs) {
    const page = await openList(stage, world);
    await throttle(page);
    const figures: number[] = [];
    for (const input of await act.list(page))
      figures.push(...(await seen(page, act.event, input)).next);
    await page.context().close();
    tell(`${act.name}, 50,000 materials, p95`, `${percentile(figures, 95).toFixed(0)} ms`);
  }
}
