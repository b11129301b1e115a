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
      <p>
        Theme and row height are behind the sun and moon at the top right; they are kept in this
        browser.
      </p>
    </>
  );
}
