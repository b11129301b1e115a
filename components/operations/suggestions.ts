export type Suggestion = { value: string; label: string };

/**
 * What is meant by what was typed: a value or one label alone, letter for letter. What may be a value that is not
 * suggested stands as it is: of many only some are.
 * @returns null when that can't be told: several have the label, or words are of none
 */
export function meant(typed: string, suggestions: readonly Suggestion[]): string | null {
  const plain = (text: string) => text.trim().replace(/\s+/g, " ").toLowerCase();
  const text = plain(typed);
  const exact = suggestions.find(({ value }) => plain(value) === text);
  if (exact) return exact.value;
  const [only, ...more] = suggestions.filter(({ label }) => plain(label) === text);
  if (only) return more.length === 0 ? only.value : null;
  return text.includes(" ") ? null : typed.trim();
}
