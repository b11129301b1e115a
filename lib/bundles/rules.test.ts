import { expect, test } from "vitest";
import { forBrowser } from "./rules";

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
