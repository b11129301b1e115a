/**
 * An XML element: text or elements within it, and attributes in the order in which they are written. Elements by the
 * ten thousand are better made as they are written: kept in an array, they cost the garbage collector more than their text.
 */
export type XmlElement = {
  name: string;
  attributes: Record<string, string>;
  content: string | Iterable<XmlElement>;
};

export function xmlElement(
  name: string,
  content: XmlElement["content"],
  attributes: Record<string, string> = {},
): XmlElement {
  return { name, attributes, content };
}

/**
 * The document in UTF-8, an element a line, ended by a line feed.
 * @throws RangeError for text with a character that XML 1.0 can't hold (section 2.2), such as most controls
 */
export function xmlDocument(root: XmlElement): string {
  const pages: string[] = [];
  let page: string[] = [];
  for (const line of linesOf(root, ""))
    if (page.push(line) === LINES_A_PAGE) {
      pages.push(page.join(""));
      page = [];
    }
  return ['<?xml version="1.0" encoding="UTF-8"?>\n', ...pages, ...page].join("");
}

/** So many lines are made one text before the next are written, for the garbage collector's sake too. */
const LINES_A_PAGE = 1024;

function* linesOf({ name, attributes, content }: XmlElement, indent: string): Generator<string> {
  let open = `${indent}<${name}`;
  for (const key in attributes) open += ` ${key}="${escaped(attributes[key] ?? "")}"`;
  if (typeof content === "string") {
    yield `${open}>${escaped(content)}</${name}>\n`;
    return;
  }
  yield `${open}>\n`;
  for (const child of content) yield* linesOf(child, `${indent}  `);
  yield `${indent}</${name}>\n`;
}

/** What most texts are made of, which needs no closer look. */
const plain = /^[ !#-%'-;=?-~]*$/;
/** Section 2.2, `Char`. */
const noChar = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** As a reference: what is markup, and what a reader would normalise (2.11, 3.3.3). */
function escaped(text: string) {
  if (plain.test(text)) return text;
  if (noChar.test(text)) throw new RangeError(`not for XML: ${JSON.stringify(text)}`);
  return text.replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
