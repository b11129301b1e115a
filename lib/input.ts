import type { z } from "zod";

/**
 * Reads what a form or a program has said.
 * @throws ZodError in words that go on from the field's name, for people: zod's own are for programmers
 */
export const readInput = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> =>
  schema.parse(input, { error: inWords });

/** Asked where a schema has no words of its own. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  const unsaid = issue.input === undefined || issue.input === null || issue.input === "";
  switch (issue.code) {
    case "invalid_type":
      return unsaid ? "is missing" : `is no ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return unsaid ? "is missing" : `is none of ${issue.values.join(", ")}`;
    case "invalid_union":
      return unsaid ? "is missing" : "is nothing that it can be";
    case "invalid_format":
      return `is no ${formats[issue.format] ?? issue.format}`;
    case "too_big":
      return sized(issue.origin, "more", issue.maximum);
    case "too_small":
      if (issue.origin !== "number" && issue.origin !== "int" && issue.minimum === 1)
        return "is empty";
      return issue.inclusive === false
        ? `is not above ${shown(issue.minimum)}`
        : sized(issue.origin, "less", issue.minimum);
    case "unrecognized_keys":
      return "is not known here";
    default:
      return undefined;
  }
}

const kinds: Record<string, string> = {
  string: "text",
  int: "whole number",
  boolean: "yes or no",
  array: "list",
};

const formats: Record<string, string> = { uuid: "id", email: "e-mail address" };

function sized(origin: string, than: "more" | "less", limit: number | bigint | Date) {
  if (origin === "string")
    return `is ${than === "more" ? "longer" : "shorter"} than ${shown(limit)} characters`;
  return `${origin === "array" ? "has" : "is"} ${than} than ${shown(limit)}`;
}

const shown = (limit: number | bigint | Date) =>
  typeof limit === "number" ? limit.toLocaleString("en") : String(limit);
