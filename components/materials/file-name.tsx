import { FromMarkup } from "@/components/ui/from-markup";
import { html, type Markup } from "@/components/ui/markup";

/** Version, channel and extension stand at the end of a name, so that much of it is never cut. */
const tailLength = 16;

const look = "flex min-w-0 font-mono text-mono";

/** A file name that is cut in its middle where it does not fit. */
export const FileName = ({ name }: { name: string }) => (
  <FromMarkup dir="ltr" className={look} markup={halves(name)} />
);

/** The same as markup. */
export const fileName = (name: string): Markup =>
  html`<span dir="ltr" class="${look}">${halves(name)}</span>`;

function halves(name: string) {
  const [head, tail] = splitName(name);
  return html`<span class="min-w-0 overflow-clip text-ellipsis whitespace-pre">${head}</span><span class="shrink-0 whitespace-pre">${tail}</span>`;
}

/** Takes no character apart from its accents, nor an emoji from its other half. */
function splitName(name: string): [string, string] {
  const at = Math.max(0, name.length - tailLength);
  const cut = at + Math.max(0, name.slice(at).search(/[^\p{M}\p{Cf}\p{Cs}]/u));
  return [name.slice(0, cut), name.slice(cut)];
}
