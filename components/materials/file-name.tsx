import { FromMarkup } from "@/components/ui/from-markup";
import { html } from "@/components/ui/markup";
import styles from "./lines.module.css";

/** Version, channel and extension stand at the end of a name, so that much of it is never cut. */
const tailLength = 16;

/** A file name that is cut in its middle where it does not fit. */
export const FileName = ({ name }: { name: string }) => (
  <FromMarkup className={styles.fileName} markup={halves(name)} />
);

/** The same as markup, for what has the look of one. */
export function halves(name: string) {
  const [head, tail] = splitName(name);
  return html`<span class="${styles.head}">${head}</span><span class="${styles.tail}">${tail}</span>`;
}

/** Takes no character apart from its accents, nor an emoji from its other half. */
function splitName(name: string): [string, string] {
  const at = Math.max(0, name.length - tailLength);
  const cut = at + Math.max(0, name.slice(at).search(/[^\p{M}\p{Cf}\p{Cs}]/u));
  return [name.slice(0, cut), name.slice(cut)];
}
