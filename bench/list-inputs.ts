import type { Page } from "playwright-core";
import { seen, throttle } from "./browser";
import { startGridPeer } from "./grid-peer";
import { allActs, type Inputs } from "./list-acts";
import { asText, openList, openPage, rest, rowsOf, type Stage, type World } from "./list-stage";
import { median, percentile } from "./measure";

// From a person's input to the next paint, beside AG Grid.

export async function acts(stage: Stage, world: World) {
  const { rounds, tell } = stage;
  const peer = await startGridPeer((await rowsOf(world)).map(asText));
  const taken = new Map<string, { next: number[]; shown: number[] }>();
  const take = async (key: string, page: Page, event: string, inputs: Inputs) => {
    const all = taken.get(key) ?? { next: [], shown: [] };
    taken.set(key, all);
    for (const input of inputs) {
      const { next, shown } = await seen(page, event, input);
      all.next.push(...next);
      all.shown.push(shown);
    }
  };
  for (let round = 0; round < rounds; round += 1)
    for (const act of allActs) {
      const page = await openList(stage, world);
      await throttle(page);
      await take(`list ${act.name}`, page, act.event, await act.list(page));
      await page.context().close();
      if (!act.peer) continue;
      const other = await openPage(stage);
      await other.goto(peer.url);
      await other.locator(".ag-row").first().waitFor();
      await rest(other);
      await throttle(other);
      await take(`peer ${act.name}`, other, act.event, await act.peer(other));
      await other.context().close();
    }
  peer.stop();
  for (const { name } of allActs) {
    const list = taken.get(`list ${name}`) ?? { next: [], shown: [] };
    const peers = taken.get(`peer ${name}`);
    const own = percentile(list.next, 95);
    const other = peers ? percentile(peers.next, 95) : Number.POSITIVE_INFINITY;
    const said = ({ next, shown }: typeof list) =>
      `${percentile(next, 95).toFixed(0)} ms (${median(next).toFixed(0)}), all shown ${percentile(shown, 95).toFixed(0)} ms (${median(shown).toFixed(0)})`;
    tell(
      `${name}, p95 (median)`,
      `${said(list)}; ${peers ? `AG Grid ${said(peers)}` : "AG Grid Community has no such act"}`,
      peers ? "<= AG Grid, < 100 ms" : "< 100 ms",
      own <= other && own < 100,
    );
  }
}
