/** What is to be drawn. */
type Drawing = {
  /** Of each material among the lines to be drawn, in the list's order. */
  lines: readonly { key: string; index: number }[];
  /** The first and the last line of the window, in the list. */
  startIndex: number;
  endIndex: number;
  /** False from 150 ms after the last frame that scrolled. */
  scrolling: boolean;
  /** The line that has the focus. */
  active: string | undefined;
};

/** So many lines from one drawing to the next, twice in a row, are more than can be read, and than can be drawn whole. */
const HURRIED = 3;
/** A scroll that goes on by a line at most for so many drawings has calmed down. */
const CALM = 6;
/** Lines that are made whole with one drawing: one of many would be a long task. */
const MADE_WHOLE = 3;

/**
 * Decides which lines are drawn brief, with their title and file name only, which takes less than half of the time.
 * While a scroll hurries past faster than this machine draws, those that come are brief, rather than late. When it has
 * calmed down they are made whole, a few with each drawing and those in the window first. None is made brief again.
 * @returns for each drawing the keys of the brief ones, whether it hurries, and whether another drawing is to follow
 */
export function briefLines() {
  const hurries = hurry();
  let drawn = new Set<string>();
  let brief = new Set<string>();
  return (drawing: Drawing): { brief: ReadonlySet<string>; hurried: boolean; more: boolean } => {
    const { lines, startIndex, endIndex, active } = drawing;
    const hurried = hurries(drawing);
    const still = lines.filter(({ key }) => key !== active && brief.has(key));
    const isInWindow = ({ index }: { index: number }) => index >= startIndex && index <= endIndex;
    const inTurn = [...still.filter(isInWindow), ...still.filter((line) => !isInWindow(line))];
    const left = hurried ? inTurn : inTurn.slice(MADE_WHOLE);
    const come = lines.filter(({ key }) => hurried && key !== active && !drawn.has(key));
    drawn = new Set(lines.map(({ key }) => key));
    brief = new Set([...left, ...come].map(({ key }) => key));
    return { brief, hurried, more: !hurried && brief.size > 0 };
  };
}

/** Follows a scroll, and tells whether it hurries. */
function hurry() {
  let last = 0;
  let fast = 0;
  let calm = 0;
  let hurried = false;
  return ({ startIndex, scrolling }: Pick<Drawing, "startIndex" | "scrolling">) => {
    const moved = Math.abs(startIndex - last);
    last = startIndex;
    // What is drawn anew for another reason does not move.
    if (moved > 0) fast = moved >= HURRIED ? fast + 1 : 0;
    if (moved > 0) calm = moved === 1 ? calm + 1 : 0;
    if (!scrolling) fast = 0;
    if (fast > 1) hurried = true;
    if (!scrolling || calm >= CALM) hurried = false;
    return hurried;
  };
}
