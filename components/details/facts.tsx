import type { ReactNode } from "react";

/** Names and what is to be said of them, one below the other. */
export function Facts({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section>
      {title && <h3 className="mb-1.5 font-semibold">{title}</h3>}
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-2 gap-y-1.5">{children}</dl>
    </section>
  );
}

/** A fact that there is nothing to say of is left out. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === false || children === "")
    return null;
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  );
}
