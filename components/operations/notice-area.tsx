"use client";

import { type ReactNode, useState } from "react";
import { SaidElsewhere } from "./said";

/** A list whose forms say what they have done below it, in view wherever it is scrolled: the row may be gone by then. */
export function NoticeArea({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  return (
    <SaidElsewhere value={setText}>
      {children}
      <p
        role="status"
        className="sticky bottom-0 z-10 border-line border-y bg-surface px-4 py-2 text-ready wrap-anywhere empty:hidden"
      >
        {text}
      </p>
    </SaidElsewhere>
  );
}
