import type { ReactNode } from "react";

/** One chapter of the help, with an address of its own. */
export function Chapter({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={id}
      className="space-y-3 border-line border-t py-6 first-of-type:border-t-0"
    >
      <h2 id={id} className="scroll-mt-16 font-semibold text-title">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Words and what they mean. */
export function Terms({ of }: { of: { term: ReactNode; means: ReactNode }[] }) {
  return (
    <dl className="divide-y divide-line rounded border border-line bg-surface">
      {of.map(({ term, means }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is written down, it never changes
        <div key={index} className="gap-4 px-3 py-2 sm:grid sm:grid-cols-[11rem_1fr]">
          <dt className="font-medium">{term}</dt>
          <dd className="text-ink-2">{means}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What one types at a command line. */
export function Command({ children }: { children: string }) {
  return (
    <pre className="whitespace-pre-wrap rounded border border-line bg-surface p-3 font-mono text-mono">
      {children}
    </pre>
  );
}

export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line-strong px-1 font-sans text-label text-ink">
      {children}
    </kbd>
  );
}
