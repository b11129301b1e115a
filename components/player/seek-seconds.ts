/** What Seek Duration offers, in seconds; others can be typed. */
export const seekChoices = [0.5, 1, 2, 5, 10, 30] as const;

const longest = 3600;

/** What someone typed as a seek duration, in seconds, with point or comma; null for what is none. */
export function readSeekSeconds(typed: string): number | null {
  if (!/^\d{1,4}([.,]\d{1,3})?$/.test(typed.trim())) return null;
  const seconds = Number(typed.trim().replace(",", "."));
  return seconds > 0 && seconds <= longest ? seconds : null;
}
