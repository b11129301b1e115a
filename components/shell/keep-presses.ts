/**
 * Runs in the page before anything stands in it, and keeps what is pressed until React listens: over a bad line a
 * page is seen seconds before its script has come. Links need no script, and forms have React's own of this kind. The
 * press on a label is left out, since the browser presses its box next; of a box it is kept how it stands after.
 */
export const keepPresses = `window.earlyPresses = [];
window.keepPress = (press) => {
  const { target } = press;
  const native = target.closest("a[href], [type=submit], label, summary");
  if (!native || target.localName === "input") earlyPresses.push({ press, checked: target.checked });
};
document.addEventListener("click", keepPress, true);`;

export type EarlyPress = { press: MouseEvent; checked?: boolean };

declare global {
  interface Window {
    earlyPresses?: EarlyPress[];
    keepPress?: (press: MouseEvent) => void;
  }
}
