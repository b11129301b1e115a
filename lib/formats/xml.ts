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
export function xmlDocument(root: XmlElement): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  write(root, "", lines);
  return lines.join("");
}

/** A line at a time, as a manifest of ten thousand files has fifty thousand elements. */
function write({ name, attributes, content }: XmlElement, indent: string, lines: string[]) {
  let open = `${indent}<${name}`;
  for (const key in attributes) open += ` ${key}="${escaped(attributes[key] ?? "")}"`;
  if (typeof content === "string") {
    lines.push(`${open}>${escaped(content)}</${name}>\n`);
    return;
  }
  lines.push(`${open}>\n`);
  const deeper = `${indent}  `;
  for (const child of content) write(child, deeper, lines);
  lines.push(`${indent}</${name}>\n`);
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
