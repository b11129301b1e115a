import type { Commands } from "./commands";

type Shortcut = {
  /** As people call them; any of them. */
  keys: string[];
  does: string;
  /** Of `KeyboardEvent.key`, lower case. */
  on: Record<string, (commands: Commands, settings: KeySettings) => void>;
};

export type KeySettings = { seekSeconds: number; languageMenu: boolean };

/** Every key of the player, in the order in which they are explained. */
export const shortcuts: Shortcut[] = [
  { keys: ["Space"], does: "Plays or pauses.", on: { " ": ({ playPause }) => playPause() } },
  {
    keys: [",", "."],
    does: "One frame back or forward.",
    on: { ",": ({ step }) => step(-1), ".": ({ step }) => step(1) },
  },
  {
    keys: ["←", "→"],
    does: "Back or forward by the Seek Duration.",
    on: {
      arrowleft: ({ seekBy }, { seekSeconds }) => seekBy(-seekSeconds),
      arrowright: ({ seekBy }, { seekSeconds }) => seekBy(seekSeconds),
    },
  },
  {
    keys: ["J", "K", "L"],
    does: "Plays back, stops, plays on; J or L again doubles the speed, up to eight times.",
    on: {
      j: ({ shuttleBack }) => shuttleBack(),
      k: ({ pause }) => pause(),
      l: ({ shuttleForward }) => shuttleForward(),
    },
  },
  { keys: ["M"], does: "Mutes, or lets it be heard.", on: { m: ({ toggleMute }) => toggleMute() } },
  {
    keys: ["C"],
    does: "Shows or hides subtitles, where Language Options are active.",
    on: { c: ({ toggleSubtitles }, { languageMenu }) => languageMenu && toggleSubtitles() },
  },
  {
    keys: ["F"],
    does: "Full screen, with the controls; Esc leaves it.",
    on: { f: ({ toggleFullScreen }) => toggleFullScreen() },
  },
];

/** The key that shows them all. */
export const sheetKey = "?";

/** What a key does in the player; null for one that is not the player's, or is for what has the focus. */
export function commandOf(event: KeyboardEvent): Shortcut["on"][string] | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (isForFocused(event.target as Element, key)) return null;
  return shortcuts.find(({ on }) => Object.hasOwn(on, key))?.on[key] ?? null;
}

/** Who types into a field, walks through a menu or along tabs, or presses a button by Space, means that. */
export function isForFocused(target: Element, key: string): boolean {
  if (target.closest("input, textarea, select, [contenteditable=true]")) return true;
  if (target.closest("[role=menu], [data-radix-popper-content-wrapper]")) return true;
  if (key === " ") return target.closest("button, a[href], summary") !== null;
  return key.startsWith("arrow") && target.closest("[role=tab], [role=separator]") !== null;
}
