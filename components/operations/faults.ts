import type { Refusal } from "@/lib/auth/types";

// What is wrong with a form's fields, said in its page's words. The marks are set on the controls themselves, whatever
// drew them, and React leaves alone what it has not set.

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * Marks the fields that are wrong, each as described by the element that says so, and goes to the first of them.
 * @param idOf the element that shows the sentence of this place
 * @returns a sentence for each fault
 */
export function markFaults(
  form: HTMLFormElement,
  { faults, message }: Refusal,
  idOf: (place: number) => string,
): string[] {
  if (faults.length === 0) return [message];
  const controls = controlsOf(form);
  const wrong = new Set<Control>();
  const sentences = faults.map(({ field, words }, place) => {
    const control = named(controls, field);
    if (!control) return nameless(field, words);
    wrong.add(control);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", idOf(place));
    return sentence(nameOf(control), words);
  });
  controls.find((control) => wrong.has(control))?.focus();
  return sentences;
}

/** What the API has said of a field, "language: is no …", by the name that it has on the page. */
export function byLabel(form: HTMLFormElement, message: string): string {
  const [, field, words] = /^(\w+): (.*)\.$/s.exec(message) ?? [];
  if (!field || !words) return message;
  const control = named(controlsOf(form), field);
  return control ? sentence(nameOf(control), words) : nameless(field, words);
}

/** Takes all marks off. */
export function clearFaults(form: HTMLFormElement) {
  for (const control of controlsOf(form)) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }
}

/** Words that go on from a name say nothing without one. */
const goesOn = (words: string) => /^(is|has|needs|names) /.test(words);

/** "Language is no language tag of BCP 47, such as pt-BR." */
function sentence(name: string, words: string): string {
  if (!name) return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  return `${name}${goesOn(words) ? "" : ":"} ${words}.`;
}

/** Of a field that has no control, and so no name on the page. */
const nameless = (field: string, words: string) => sentence(goesOn(words) ? field : "", words);

/** The first of a list's controls stands for all: `scopes.1` is of `scopes`. */
const named = (controls: Control[], field: string) =>
  controls.find(({ name }) => name === field.split(".")[0]);

const controlsOf = (form: HTMLFormElement) =>
  [...form.elements].filter((one): one is Control => "name" in one && "labels" in one);

/** As it stands on the page; boxes of one name go by the name of all. */
function nameOf(control: Control): string {
  const all = control.type === "checkbox" && control.closest("fieldset")?.querySelector("legend");
  const label = all || control.labels?.[0];
  return label?.textContent?.trim() || control.ariaLabel || "";
}
