import path from "node:path";

/**
 * Which variant each of several files is, by what their names differ in: `GLASS_ME.L.wav` and `GLASS_ME.R.wav` are
 * `L` and `R`. One file alone has none.
 * @throws Error when two names differ in nothing
 */
export function variantsOf(files: string[]): (string | undefined)[] {
  if (files.length < 2) return files.map(() => undefined);
  const names = files.map((file) => Array.from(path.parse(file).name));
  const from = common(names);
  const rests = names.map((name) => name.slice(from).reverse());
  const to = common(rests);
  const variants = rests.map((rest) => trimmed(rest.slice(to).reverse().join("")));
  if (new Set(variants).size < files.length || variants.includes(""))
    throw new Error(
      "The files' names don't tell them apart: deliver each by itself, with --variant.",
    );
  return variants;
}

/** How many letters all begin with. Digits that belong together are not parted: 10 and 11 differ as a whole. */
function common(names: string[][]): number {
  const [first = []] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  while (length > 0 && /[\p{L}\p{N}]/u.test(first[length - 1] ?? "")) length--;
  return length;
}

const trimmed = (text: string) => text.replace(/^[\s._-]+|[\s._-]+$/g, "");
