/** White noise of -1 to 1, the same for the same seed: a linear congruential generator, cheap by the million. */
export function whiteNoise(seed: number) {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x80000000 - 1;
  };
}

/** A two-pole resonator: what makes a buzz sound like a vowel. Frequencies in hertz. */
export function resonator(sampleRate: number) {
  let [y1, y2, a, b, gain] = [0, 0, 0, 0, 0];
  return {
    tune(frequency: number, bandwidth: number) {
      const r = Math.exp((-Math.PI * bandwidth) / sampleRate);
      a = 2 * r * Math.cos((2 * Math.PI * frequency) / sampleRate);
      b = -r * r;
      gain = 1 - r;
    },
    step(x: number) {
      const y = gain * x + a * y1 + b * y2;
      y2 = y1;
      y1 = y;
      return y;
    },
  };
}

/** Raised-cosine rise and fall of `edge` seconds at both ends of 0 to `length`. */
export function envelope(t: number, length: number, edge: number) {
  if (t <= 0 || t >= length) return 0;
  const nearest = Math.min(t, length - t, edge) / edge;
  return 0.5 - 0.5 * Math.cos(Math.PI * nearest);
}
