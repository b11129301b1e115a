import { expect, test } from "vitest";
import { byLabel, markFaults } from "./faults";

/** None of its fields has a control. */
const form = { elements: [] } as unknown as HTMLFormElement;

test("a field that has no control keeps its own name where the words go on from it", () => {
  const faults = [
    { field: "materialId", words: "is missing" },
    { field: "userId", words: "is missing" },
    { field: "parent", words: "a film has none" },
  ];
  expect(markFaults(form, { code: "bad_request", message: "", faults }, String)).toEqual([
    "materialId is missing.",
    "userId is missing.",
    "A film has none.",
  ]);
  expect(byLabel(form, "fileName: is empty.")).toBe("fileName is empty.");
  expect(byLabel(form, "fileName: none can be read.")).toBe("None can be read.");
});
