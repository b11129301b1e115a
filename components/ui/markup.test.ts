import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "./markup";

test("whatever text stands in markup is read as that text, in an attribute too", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const made = html`<b title="${text}">${text}</b>`.toString();
      const [, title = "", content = ""] = /^<b title="([^"<>]*)">([^<>]*)<\/b>$/s.exec(made) ?? [];
      expect([read(title), read(content)]).toEqual([text, text]);
    }),
  );
});

test("markup in markup stays markup, and nothing is nothing", () => {
  const inner = html`<i>${1}</i>`;
  expect(html`<b>${inner}${null}${undefined}${false}${"&amp;"}</b>`.toString()).toBe(
    "<b><i>1</i>&amp;amp;</b>",
  );
});

/** As HTML reads the references that are written. */
const read = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "",
  );
