"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { PendingLine } from "@/components/ui/pending-line";

type SearchBoxProps = {
  /** The words that the page was drawn for. */
  q: string;
  /** The rest of the query, which the search keeps. */
  others: [string, string][];
};

const pause = 250;

/** Searches while one types; a plain form until the page is alive. */
export function SearchBox({ q, others }: SearchBoxProps) {
  const router = useRouter();
  const [text, setText] = useState(q);
  const [pending, startTransition] = useTransition();
  const asked = useRef(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The address changed by itself (back, reset): the box follows. What was asked from here comes as no news.
  useEffect(() => {
    if (q === asked.current) return;
    asked.current = q;
    clearTimeout(timer.current);
    setText(q);
  }, [q]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(words: string) {
    clearTimeout(timer.current);
    if (words === asked.current) return;
    // One entry of the history a search, not one a letter.
    const go = asked.current === "" ? router.push : router.replace;
    asked.current = words;
    const params = new URLSearchParams(words ? [["q", words], ...others] : others);
    startTransition(() => go(`/source-requests?${params}`, { scroll: false }));
  }

  return (
    <search className="min-w-0 max-sm:w-full">
      <form
        action="/source-requests"
        onSubmit={(event) => {
          event.preventDefault();
          ask(text.trim());
        }}
        className="relative"
      >
        <Search className="pointer-events-none absolute top-2 left-2.5 text-ink-3" />
        <input
          className="field w-full pl-8 sm:w-48 lg:w-64"
          type="search"
          name="q"
          aria-label="Search title or reference"
          placeholder="Title or reference"
          maxLength={200}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => ask(target.value.trim()), pause);
          }}
        />
        {others.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <PendingLine pending={pending} />
      </form>
    </search>
  );
}
