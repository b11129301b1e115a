/** A word as it begins a sentence, or stands alone in a cell. */
export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
