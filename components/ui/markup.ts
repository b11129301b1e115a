/** Text that is HTML already. Only `html` makes it, which escapes what it is given. */
class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString() {
    return this.#text;
  }
}

export type { Markup };

type Value = Markup | string | number | null | undefined | false;

/**
 * Markup from a template: what stands in it is text, escaped for contents and for attributes in double quotes, unless
 * it is markup itself; null, undefined and false are nothing. For what comes by the hundred a second: where React
 * makes, follows and takes away each element, a line of the list takes twice the script.
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  let text = parts[0] ?? "";
  values.forEach((value, i) => {
    text += value instanceof Markup ? value.toString() : escaped(value);
    text += parts[i + 1] ?? "";
  });
  return new Markup(text);
}

function escaped(value: Exclude<Value, Markup>) {
  if (value === null || value === undefined || value === false) return "";
  const text = String(value);
  return markup.test(text) ? text.replace(everyMarkup, (sign) => references[sign] ?? "") : text;
}

const markup = /[&<>"']/;
const everyMarkup = /[&<>"']/g;
const references: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
