import { expect, test } from "vitest";
import { sentEvents } from "@/lib/testing/events";
import { proxyCopyQueued, sendEvents } from "./client";

const proxyCopyId = "01900000-0000-7000-8000-0000000000a1";

test("events reach the engine as they were made", async () => {
  await sendEvents(proxyCopyQueued.create({ proxyCopyId, onDemand: true }));
  expect(await sentEvents()).toMatchObject([
    { name: "proxy-copy/queued", data: { proxyCopyId, onDemand: true } },
  ]);
});
