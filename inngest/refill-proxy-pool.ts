import { refillPools } from "@/lib/proxies/pool";
import { inngest, proxyPoolLowered, sourceRequestAssigned } from "./client";

/** Fills up the pool that a copy was drawn from, and those of what a source request newly lets its partner see. */
export const refillProxyPoolFunction = inngest.createFunction(
  {
    id: "refill-proxy-pool",
    triggers: [proxyPoolLowered, sourceRequestAssigned],
    concurrency: 1,
  },
  ({ event, step }) => step.run("fill", () => refillPools(event.data, new Date())),
);
