/**
 * Runs in the page before anything stands in it, and keeps what is pressed until React listens: over a bad line a
 * page is seen seconds before its script has come. Links need no script, and forms have React's own of this kind. The
 * press on a label is left out, since the browser presses its box next.
 */
export const keepPresses = `window.earlyPresses = [];
window.keepPress = (press) => {
  const native = press.target.closest("a[href], [type=submit], label");
  if (!native || press.target.localName === "input") earlyPresses.push(press);
};
document.addEventListener("click", keepPress, true);`;

declare global {
  interface Window {
    earlyPresses?: MouseEvent[];
    keepPress?: (press: MouseEvent) => void;
  }
}
