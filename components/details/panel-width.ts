/** In CSS pixels. */
export const widthLimits = { min: 360, max: 960 };
const defaultWidth = 440;

export const clampWidth = (width: number) =>
  Math.round(Math.min(widthLimits.max, Math.max(widthLimits.min, width)));

/** As the cookie `panel` has it; what is no width is the default. */
export const readWidth = (said: string | undefined) =>
  /^\d{1,4}$/.test(said ?? "") ? clampWidth(Number(said)) : defaultWidth;
