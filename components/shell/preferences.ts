/** What the server must know for the first paint to be right, kept in cookies of these names. */
export type Preference = "theme" | "density" | "tz" | "panel";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const densities = ["compact", "relaxed"] as const;
export type Density = (typeof densities)[number];

/** Whatever a cookie says becomes one of the allowed values, the first when it is none of them. */
export const oneOf = <T extends string>(values: readonly [T, ...T[]], said: string | undefined) =>
  values.find((value) => value === said) ?? values[0];

const year = 365 * 24 * 3600;

/** Keeps a preference in this browser for a year. */
export function keepPreference(name: Preference, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax`;
}
