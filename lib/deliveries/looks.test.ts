import { expect, test, vi } from "vitest";
import "@/db/testing";
import type { MediaKind } from "@/lib/materials/types";
import { anAssetType, anOperator, aTitle } from "@/lib/testing/builders";
import { deliver } from "./commands";
import { deliveryOffer } from "./types";

const looks: { fileName: string; end: () => void }[] = [];
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<object>()),
  sendEvents: async () => {},
}));
// A look into a film lasts until the test ends it; one into a text is real.
vi.mock("@/lib/media/probe", async (original) => {
  const { probe } = await original<typeof import("@/lib/media/probe")>();
  return {
    probe: (file: string, options: { fileName: string }) =>
      options.fileName.endsWith(".txt")
        ? probe(file, options)
        : new Promise((_, fail) => {
            const end = () => fail(new Error("There is neither picture nor sound in the file."));
            looks.push({ fileName: options.fileName, end });
          }),
  };
});

test("films are looked into two at a time, and a text does not wait for them", async () => {
  const opal = await anOperator();
  const title = await aTitle();
  const handIn = async (mediaKind: MediaKind, fileName: string) => {
    const type = await anAssetType({ mediaKind, formats: ["mov", "txt"] });
    const offer = { title: title.reference, assetType: type.code, fileName };
    const content = Buffer.from(fileName);
    const source = (async function* () {
      yield content;
    })();
    return deliver(opal, deliveryOffer.parse(offer), { source, length: content.length });
  };
  const films = ["1.mov", "2.mov", "3.mov"].map((name) => handIn("video", name));
  const answers = Promise.allSettled(films);
  await expect.poll(() => looks).toHaveLength(2);
  expect((await handIn("text", "script.txt")).created).toBe(true);
  expect(looks).toHaveLength(2);
  looks[0]?.end();
  await expect.poll(() => looks).toHaveLength(3);
  for (const { end } of looks) end();
  expect((await answers).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
});
