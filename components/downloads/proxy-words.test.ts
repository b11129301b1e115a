import { expect, test } from "vitest";
import type { RequestedProxy } from "@/lib/proxies/types";
import {
  beingMadeInWords,
  hasEnded,
  makingInWords,
  newlyReady,
  timeLeftInWords,
} from "./proxy-words";

test.each([
  [118, 2, "118 files are on their way; 2 proxies are being made, we’ll mail you."],
  [1, 1, "1 file is on its way; 1 proxy is being made, we’ll mail you."],
  [0, 1, "1 proxy is being made; we’ll mail you when you can download it."],
  [0, 3, "3 proxies are being made; we’ll mail you when you can download them."],
])("%i sent, %i being made", (sent, made, words) => {
  expect(beingMadeInWords(sent, made)).toBe(words);
});

test.each([
  [null, null],
  [12, "less than a minute left"],
  [170, "about 3 min left"],
  [3_600, "about 1 h left"],
  [5_400, "about 1 h 30 min left"],
])("%s seconds left", (seconds, words) => expect(timeLeftInWords(seconds)).toBe(words));

test("what is done for a proxy just now is said, with the time left where that can be told", () => {
  expect(makingInWords({ stage: "waiting", secondsLeft: null })).toBe(
    "Your proxy waits for its turn",
  );
  expect(makingInWords({ stage: "preparing", secondsLeft: 170 })).toBe(
    "Step 1 of 2: the picture is being prepared, about 3 min left",
  );
  expect(makingInWords({ stage: "encoding", secondsLeft: 12 })).toBe(
    "Your proxy is being made, less than a minute left",
  );
});

const proxy = (proxyCopyId: string, state: RequestedProxy["state"]): RequestedProxy => ({
  ...{ proxyCopyId, state, materialId: "m", percent: null, reason: null },
  ...{ stage: null, secondsLeft: null },
  ...{ bytes: null, fileName: "a.mov", requestedAt: "2026-03-04T12:00:00.000Z" },
  title: { reference: "TTL-1", name: "Glass", episode: null },
});

test("a making has ended when it is ready, failed or gone; another that begins ends none", () => {
  const before = [proxy("a", "processing"), proxy("b", "ready")];
  expect(hasEnded(before, [...before, proxy("c", "processing")])).toBe(false);
  expect(hasEnded(before, [proxy("a", "processing")])).toBe(false);
  for (const after of [[proxy("a", "ready")], [proxy("a", "failed")], []])
    expect(hasEnded(before, after)).toBe(true);
});

test("what became ready is what was being made before", () => {
  const before = [proxy("a", "processing"), proxy("b", "processing"), proxy("c", "ready")];
  const after = [
    proxy("a", "ready"),
    proxy("b", "processing"),
    proxy("c", "ready"),
    proxy("d", "ready"),
  ];
  expect(newlyReady(before, after).map(({ proxyCopyId }) => proxyCopyId)).toEqual(["a"]);
});
