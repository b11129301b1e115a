/** Bytes sent until a time, in milliseconds since the epoch. */
export type Sample = { at: number; bytes: number };

/** Long enough for a figure that stands still, short enough to follow a line that slows down; in milliseconds. */
const window = 20_000;

/** The samples with one more. Of those older than the window one is kept, so that it is covered whole. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.bytes < last.bytes) return [sample];
  const all = [...samples, sample];
  const first = all.findLastIndex(({ at }) => at <= sample.at - window);
  return all.slice(Math.max(0, first));
}

/** Bytes a second over the samples; null while there is too little to tell. */
export function bytesPerSecond(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < 1_000) return null;
  return (1000 * (last.bytes - first.bytes)) / (last.at - first.at);
}

/** How long so many bytes take at a rate: "about 3 min left"; null when nothing flows. */
export function timeLeft(bytes: number, rate: number | null): string | null {
  if (!rate) return null;
  const minutes = bytes / rate / 60;
  if (minutes < 1) return "less than a minute left";
  if (minutes < 59.5) return `about ${Math.round(minutes)} min left`;
  const quarters = Math.round(minutes / 15);
  const rest = (quarters % 4) * 15;
  const hours = Math.floor(quarters / 4);
  if (hours >= 48) return `about ${Math.round(hours / 24)} days left`;
  return `about ${hours} h${rest ? ` ${rest} min` : ""} left`;
}
