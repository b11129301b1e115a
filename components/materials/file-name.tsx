/** Version, channel and extension stand at the end of a name, so that much of it is never cut. */
const tailLength = 16;

/** A file name that is cut in its middle where it does not fit. */
export function FileName({ name }: { name: string }) {
  const [head, tail] = splitName(name);
  return (
    <span dir="ltr" className="flex min-w-0 font-mono text-mono">
      <span className="min-w-0 overflow-clip text-ellipsis whitespace-pre">{head}</span>
      <span className="shrink-0 whitespace-pre">{tail}</span>
    </span>
  );
}

/** Takes no character apart from its accents, nor an emoji from its other half. */
function splitName(name: string): [string, string] {
  const at = Math.max(0, name.length - tailLength);
  const cut = at + Math.max(0, name.slice(at).search(/[^\p{M}\p{Cf}\p{Cs}]/u));
  return [name.slice(0, cut), name.slice(cut)];
}
