export type Suggestion = { value: string; label: string };

/**
 * What is meant by what was typed: a value as it stands, or words that all stand in one label alone.
 * @returns the value; null when that can't be told, since none or several have the words
 */
export function meant(typed: string, suggestions: readonly Suggestion[]) {
  const text = typed.trim().toLowerCase();
  const words = text.split(/\s+/).filter(Boolean);
  const exact = suggestions.find(({ value }) => value.toLowerCase() === text);
  if (exact || words.length === 0) return { value: exact?.value ?? null, matching: 0 };
  const matching = suggestions.filter(({ label }) =>
    words.every((word) => label.toLowerCase().includes(word)),
  );
  const [only] = matching;
  return { value: matching.length === 1 && only ? only.value : null, matching: matching.length };
}
