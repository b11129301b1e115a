import { sheetKey, shortcuts } from "@/components/player/shortcuts";
import { Key, Terms } from "./prose";

export function KeyboardHelp() {
  return (
    <>
      <p>
        Everything can be reached with <Key>Tab</Key> and used with <Key>Enter</Key> or{" "}
        <Key>Space</Key>; <Key>Esc</Key> closes what is open. In the table of source requests:
      </p>
      <Terms
        of={[
          { term: <Key>Space</Key>, means: "Ticks the row whose box has the focus." },
          {
            term: (
              <>
                <Key>Shift</Key> <Key>Space</Key>
              </>
            ),
            means: "Ticks every row from the one ticked before to this one; so does a shift-click.",
          },
          {
            term: (
              <>
                <Key>↑</Key> <Key>↓</Key>
              </>
            ),
            means: "Lead from box to box.",
          },
        ]}
      />
      <p>In the asset list:</p>
      <Terms
        of={[
          {
            term: <Keys of={["↑", "↓", "Page ↑", "Page ↓", "Home", "End"]} />,
            means: "Lead from line to line.",
          },
          {
            term: <Keys of={["→", "←"]} />,
            means:
              "Open and close an asset type; on a file, lead from cell to cell, so that what is cut off is shown whole.",
          },
          { term: <Keys of={["Enter"]} />, means: "Opens a file’s details, or an asset type." },
          {
            term: <Keys of={["Space"]} />,
            means: "Ticks a file or a whole type; with Shift all from the one ticked before.",
          },
          {
            term: <Keys of={["Ctrl A"]} />,
            means: "Ticks all that is shown, and unticks it again.",
          },
          {
            term: <Keys of={["Shift F10"]} />,
            means: "Shows what can be done with the one file; the menu key does too.",
          },
          {
            term: <Keys of={["Alt ↑", "Alt ↓"]} />,
            means:
              "While details are open, lead to the file before or after, on the same tab; so they do in the panel.",
          },
        ]}
      />
      <p>In the player, while the focus is in the details and not in a field:</p>
      <Terms of={shortcuts.map(({ keys, does }) => ({ term: <Keys of={keys} />, means: does }))} />
      <p>
        <Key>{sheetKey}</Key> shows these keys there. On the bar, <Key>Home</Key> and <Key>End</Key>{" "}
        lead to the first and the last frame, <Key>Page ↑</Key> and <Key>Page ↓</Key> ten seconds on
        and back.
      </p>
      <p>
        Theme and row height are behind the sun and moon at the top right; they are kept in this
        browser.
      </p>
    </>
  );
}

const Keys = ({ of }: { of: string[] }) => (
  <span className="flex flex-wrap gap-1">
    {of.map((key) => (
      <Key key={key}>{key}</Key>
    ))}
  </span>
);
