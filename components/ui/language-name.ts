const names = new Intl.DisplayNames(["en"], {
  type: "language",
  languageDisplay: "standard",
  fallback: "code",
});

/** "Portuguese (Brazil)" for the BCP 47 tag "pt-BR"; what is no tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
