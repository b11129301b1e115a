import { describe, expect, test } from "vitest";
import { readView } from "@/components/materials/view";
import { type ChangedFile, changedHref, changedInWords, requestsOf } from "./changed";

const file = (materialId: string, requests: string[], fileName = `${materialId}.wav`) => ({
  ...{ materialId, version: 2, fileName, requests },
});

test("the number is said in words", () => {
  expect(changedInWords(1)).toBe("1 file you have was updated.");
  expect(changedInWords(4_000)).toBe("4,000 files you have were updated.");
});

test("few source requests lead to all of the files", () => {
  const files = [
    file("a", ["SR-1", "SR-3"]),
    file("b", ["SR-2", "SR-3"]),
    file("c", ["SR-4"]),
    file("d", ["SR-4", "SR-3"]),
  ];
  expect(requestsOf(files)).toEqual(["SR-3", "SR-4"]);
  expect(requestsOf([])).toEqual([]);
});

describe("the address that shows them", () => {
  const path = "/materials?request=SR-1";
  const paramsOf = (files: ChangedFile[]) =>
    new URL(changedHref(path, files), "http://localhost").searchParams;

  test("narrows the list to their names, once each", () => {
    const params = paramsOf([
      file("a", [], "Ä & b.wav"),
      file("b", [], "Ä & b.wav"),
      file("c", []),
    ]);
    expect(params.getAll("request")).toEqual(["SR-1"]);
    expect(readView(params).filters).toEqual({
      fileName: { text: "", values: { keep: ["Ä & b.wav", "c.wav"] } },
    });
  });

  test("narrows it to what is new where there are too many names", () => {
    const params = paramsOf(Array.from({ length: 500 }, (_, n) => file(`file ${n}`, [])));
    expect(readView(params)).toMatchObject({ group: "new", filters: {} });
  });
});
