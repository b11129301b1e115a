import { html, type Markup } from "./markup";

/** Drawn within 24 x 24, each by one stroke that is lifted: a second element would be one more in each line. */
const shapes = {
  check: "M4.5 12.5 9.5 17.5 20 6.5",
  checks: "M2 12.5 7 17.5 17 6.5M12.5 17.5 22.5 6.5",
  dashed:
    "M22 12A10 10 0 0 1 21.24 15.83M19.07 19.07A10 10 0 0 1 15.83 21.24M12 22A10 10 0 0 1 8.17 21.24M4.93 19.07A10 10 0 0 1 2.76 15.83M2 12A10 10 0 0 1 2.76 8.17M4.93 4.93A10 10 0 0 1 8.17 2.76M12 2A10 10 0 0 1 15.83 2.76M19.07 4.93A10 10 0 0 1 21.24 8.17",
  dot: "M12 2A10 10 0 0 1 12 22A10 10 0 0 1 12 2ZM12 11A1 1 0 0 1 12 13A1 1 0 0 1 12 11Z",
  download: "M12 3V15.5M6.5 10.5 12 16 17.5 10.5M3 20.5H21",
  loader: "M21 12A9 9 0 1 1 12 3",
  sparkles: "M11 4 13 11 20 13 13 15 11 22 9 15 2 13 9 11ZM19.5 2V7M17 4.5H22",
  warning: "M12 3 1.75 20.5H22.25ZM12 10V14.5M12 17.5V17.51",
} as const;

/** An icon of two elements: where lines come by the hundred a second, those of a library cost more than their words. */
export const mark = (shape: keyof typeof shapes): Markup =>
  html`<svg aria-hidden="true" viewBox="0 0 24 24" class="lucide mark"><path d="${shapes[shape]}"/></svg>`;
