import { expect, test } from "vitest";
import { z } from "zod";
import { asDomainError, BadInput } from "./errors";
import { readInput } from "./input";

const title = z.strictObject({
  name: z.string().min(1).max(5),
  kind: z.enum(["film", "series"]),
  minutes: z.coerce.number().int().positive().max(10_000).optional(),
  ids: z.array(z.uuid()).min(1).max(2).optional(),
});

const faultsOf = (input: unknown) => {
  try {
    readInput(title, input);
  } catch (error) {
    const refusal = asDomainError(error);
    return refusal instanceof BadInput
      ? refusal.faults.map(({ field, words }) => `${field} ${words}`)
      : [];
  }
  return [];
};

const fine = { name: "Glass", kind: "film" };

test.each([
  [{}, ["name is missing", "kind is missing"]],
  [{ ...fine, name: "" }, ["name is empty"]],
  [{ ...fine, name: "Harbour" }, ["name is longer than 5 characters"]],
  [{ ...fine, name: 7 }, ["name is no text"]],
  [{ ...fine, kind: "" }, ["kind is missing"]],
  [{ ...fine, kind: "opera" }, ["kind is none of film, series"]],
  [{ ...fine, minutes: "10001" }, ["minutes is more than 10,000"]],
  [{ ...fine, minutes: "0" }, ["minutes is not above 0"]],
  [{ ...fine, minutes: "x" }, ["minutes is no number"]],
  [{ ...fine, minutes: "1.5" }, ["minutes is no whole number"]],
  [{ ...fine, ids: [] }, ["ids is empty"]],
  [{ ...fine, ids: ["x"] }, ["ids.0 is no id"]],
  [{ ...fine, nmae: "x", knid: "y" }, ["nmae is not known here", "knid is not known here"]],
  [fine, []],
])("of %j it is said: %j", (input, words) => {
  expect(faultsOf(input)).toEqual(words);
});

test("a program is told of the first by its name", () => {
  const { message, code } = asDomainError(new BadInput([{ field: "name", words: "is empty" }]));
  expect([code, message]).toEqual(["bad_request", "name: is empty."]);
});
