import { createContext, useContext, useId, useState } from "react";
import type { Refusal } from "@/lib/auth/types";
import { clearFaults, markFaults } from "./faults";

/** Where the forms of a list say what they have done, when the row may leave the list by it. */
export const SaidElsewhere = createContext<((text: string) => void) | null>(null);

/** What comes of sending a form: in words, and as marks on its fields. */
export function useSaid() {
  const id = useId();
  const elsewhere = useContext(SaidElsewhere);
  const [said, setSaid] = useState({ ok: true, lines: [] as string[] });
  const idOf = (place: number) => `${id}-${place}`;
  return {
    begin(form: HTMLFormElement) {
      setSaid({ ok: true, lines: [] });
      // What was done before stands there no more: it would belie a refusal, and the same again be no news.
      elsewhere?.("");
      clearFaults(form);
    },
    /** @param refusal absent when no answer came */
    refuse(form: HTMLFormElement, refusal: Refusal | undefined) {
      const lines = refusal
        ? markFaults(form, refusal, idOf)
        : ["The server could not be reached. Try again."];
      setSaid({ ok: false, lines });
    },
    done: elsewhere ?? ((text: string) => setSaid({ ok: true, lines: [text] })),
    /** To be shown in the form. */
    lines: (
      <p
        role="status"
        className={`basis-full wrap-anywhere empty:hidden ${said.ok ? "text-ready" : "text-failed"}`}
      >
        {said.lines.map((line, place) => (
          <span key={idOf(place)} id={idOf(place)} className="block">
            {line}
          </span>
        ))}
      </p>
    ),
  };
}

/** For the class of a form: how a field in error looks. */
export const marksFaults = "[&_[aria-invalid=true]]:border-failed";
