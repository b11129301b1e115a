import { afterEach, expect, test, vi } from "vitest";
import { readText } from "./guards";

afterEach(() => void vi.useRealTimers());

test.each([
  ["falls silent", 3_600_000, 31_000],
  ["drips", 20_000, 61_000],
])("a body that %s is not waited for", async (_, interval, waited) => {
  vi.useFakeTimers();
  let drip: NodeJS.Timeout | undefined;
  const ended = vi.fn(() => clearInterval(drip));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      drip = setInterval(() => controller.enqueue(new Uint8Array(1)), interval);
    },
    cancel: ended,
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  const read = expect(readText(new Request("http://x/", init), 1)).rejects.toMatchObject({
    code: "too_slow",
  });
  await vi.advanceTimersByTimeAsync(waited);
  await read;
  expect(ended).toHaveBeenCalled();
});
