import { prepareMezzanine } from "@/lib/proxies/encoding";
import { refillPools, removeOlderMezzanines, retireSupersededCopies } from "@/lib/proxies/pool";
import { inngest, versionDelivered } from "./client";
import { encodes, orGiveUp } from "./encodes";

/** A version was delivered: the copies of the one before go, and if it is to bear a mark, its own are begun. */
export const prepareProxyFunction = inngest.createFunction(
  {
    id: "prepare-proxy",
    triggers: [versionDelivered],
    concurrency: [encodes],
    priority: { run: "300" },
    singleton: { key: "event.data.versionId", mode: "skip" },
  },
  async ({ event, step }) => {
    const { versionId } = event.data;
    await step.run("retire-older", async () => {
      await retireSupersededCopies(new Date());
      await removeOlderMezzanines(versionId);
    });
    const prepared = await step.run("mezzanine", () => orGiveUp(prepareMezzanine(versionId)));
    if (prepared) await step.run("fill-pools", () => refillPools({ versionId }, new Date()));
  },
);
