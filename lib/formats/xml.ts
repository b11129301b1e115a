/** An XML element: text or elements within it, and attributes in the order in which they are written. */
export type XmlElement = {
  name: string;
  attributes: Record<string, string>;
  content: string | readonly XmlElement[];
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
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, "")}`;

function written({ name, attributes, content }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const open = `${indent}<${name}${pairs.join("")}>`;
  if (typeof content === "string") return `${open}${escaped(content)}</${name}>\n`;
  return `${open}\n${content.map((child) => written(child, `${indent}  `)).join("")}${indent}</${name}>\n`;
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
