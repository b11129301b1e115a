import fc from "fast-check";
import { expect, test } from "vitest";
import { forBrowser, inBundleOrder } from "./rules";

test("a browser takes one file as itself, several as the zip, and nothing while all are being made", () => {
  const file = (name: string) => ({
    ...{ downloadId: name, materialId: name, version: 1, fileName: name, bytes: 1, md5: "" },
    url: `file ${name}`,
  });
  const bundle = {
    ...{ id: "b", fileName: "b.zip", bytes: 9 },
    ...{ url: "zip", manifestUrl: "", metalinkUrl: "" },
  };
  const taken = (files: string[]) => forBrowser({ bundle, files: files.map(file), processing: [] });
  expect(taken(["a.wav"])).toEqual({ bundleId: "b", url: "file a.wav", files: 1 });
  expect(taken(["a.wav", "b.wav"])).toEqual({ bundleId: "b", url: "zip", files: 2 });
  expect(forBrowser({ bundle: null, files: [], processing: [] })).toBeNull();
});

test("files stand in a bundle by title, season, episode, asset type and name, in whatever order they were ticked", () => {
  const title = (name: string, episode: number | null = null) => ({
    ...{ name, season: episode && 1, episode },
  });
  const file = (
    materialId: string,
    of: ReturnType<typeof title>,
    type: number,
    fileName: string,
  ) => ({
    ...{ materialId, title: of, assetTypePosition: type, fileName },
  });
  const inOrder = [
    file("1", title("Ebb"), 2, "a.wav"),
    file("2", title("Glass", 2), 1, "b.mov"),
    file("3", title("Glass", 2), 2, "a.wav"),
    file("4", title("Glass", 2), 2, "b.wav"),
    file("5", title("Glass", 2), 2, "b.wav"),
    file("6", title("Glass", 10), 1, "a.mov"),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (ticked) => {
      expect(inBundleOrder(ticked)).toEqual(inOrder);
    }),
  );
});
