/**
 * Has the browser download what a signed link leads to. It needs no cookie and says of itself that it is a file
 * to keep, so the page stays where it is; a click on a link is never held back as a pop-up.
 */
export function follow(url: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Copies a text that is still on its way. To be called while the click is handled: only then do browsers let a
 * page write to the clipboard.
 * @returns whether it was let
 * @throws what the text throws
 */
export async function copyText(text: Promise<string>): Promise<boolean> {
  const blob = text.then((it) => new Blob([it], { type: "text/plain" }));
  // Where there is no clipboard, nobody else hears that there is no text.
  blob.catch(() => {});
  const copying = write(blob).then(
    () => true,
    () => false,
  );
  await text;
  return copying;
}

/** Over plain HTTP there is no clipboard. */
async function write(blob: Promise<Blob>) {
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
