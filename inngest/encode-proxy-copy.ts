import {
  beginCopy,
  encodePiece,
  finishCopy,
  markCopyFailed,
  prepareMezzanine,
  versionToEncode,
} from "@/lib/proxies/encoding";
import { inngest, proxyCopyCancelled, proxyCopyQueued, proxyCopyReady } from "./client";
import { encodes, orGiveUp, reasonOf } from "./encodes";

/**
 * Makes one copy: its pieces side by side, on as many workers as there are, then joined. What a user waits for
 * goes before what was begun up to twenty minutes earlier and only fills a pool.
 */
export const encodeProxyCopyFunction = inngest.createFunction(
  {
    id: "encode-proxy-copy",
    triggers: [proxyCopyQueued],
    concurrency: [encodes],
    priority: { run: "event.data.onDemand ? 600 : -600" },
    singleton: { key: "event.data.proxyCopyId", mode: "skip" },
    cancelOn: [{ event: proxyCopyCancelled, match: "data.proxyCopyId" }],
    retries: 3,
    onFailure: ({ event, error }) =>
      markCopyFailed(event.data.event.data.proxyCopyId, reasonOf(error), new Date()),
  },
  async ({ event, step }) => {
    const { proxyCopyId } = event.data;
    const plan = await step.run("begin", async () => {
      const versionId = await versionToEncode(proxyCopyId);
      if (!versionId || !(await orGiveUp(prepareMezzanine(versionId)))) return null;
      return beginCopy(proxyCopyId, new Date());
    });
    if (!plan) return;
    await Promise.all(
      plan.map((_, piece) =>
        step.run(`piece-${piece}`, () => orGiveUp(encodePiece(proxyCopyId, plan, piece))),
      ),
    );
    const userId = await step.run("finish", () => orGiveUp(finishCopy(proxyCopyId, plan)));
    if (userId) await step.sendEvent("tell", proxyCopyReady.create({ proxyCopyId, userId }));
  },
);
