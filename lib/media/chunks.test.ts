import fc from "fast-check";
import { expect, test } from "vitest";
import { planChunks } from "./chunks";

const programmes = fc.record({
  frames: fc.nat({ max: 1_000_000 }),
  gop: fc.integer({ min: 1, max: 300 }),
  workers: fc.integer({ min: 1, max: 200 }),
});

test("every frame is in one piece, in order, and every border begins a group of pictures", () => {
  fc.assert(
    fc.property(programmes, ({ frames, gop, workers }) => {
      let next = 0;
      for (const { from, to } of planChunks(frames, gop, workers)) {
        expect(from).toBe(next);
        expect(from % gop).toBe(0);
        expect(to).toBeGreaterThan(from);
        next = to;
      }
      expect(next).toBe(frames);
    }),
  );
});

test("no worker is left without a piece while another could share, nor has two groups more", () => {
  fc.assert(
    fc.property(programmes, ({ frames, gop, workers }) => {
      const chunks = planChunks(frames, gop, workers);
      expect(chunks).toHaveLength(Math.min(workers, Math.ceil(frames / gop)));
      const groups = chunks.map(({ from, to }) => Math.ceil((to - from) / gop));
      if (groups.length > 0) expect(Math.max(...groups) - Math.min(...groups)).toBeLessThan(2);
    }),
  );
});
