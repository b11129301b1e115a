import { AppLink } from "@/components/ui/app-link";
import { buttonClass } from "@/components/ui/button";

type PageLinksProps = {
  newer: string | null;
  older: string | null;
  words?: [newer: string, older: string];
};

/** A list's address with what narrows it; what is empty is left out. */
export function addressOf(path: string, said: Record<string, string | number | undefined>) {
  const pairs = Object.entries(said).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  const query = new URLSearchParams(pairs).toString();
  return query ? `${path}?${query}` : path;
}

/** The ways to what stands before and after a page of a list. */
export function PageLinks({ newer, older, words = ["Newest", "Older"] }: PageLinksProps) {
  if (!newer && !older) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 px-4 py-3">
      {newer && (
        <AppLink href={newer} className={buttonClass("quiet")}>
          {words[0]}
        </AppLink>
      )}
      {older && (
        <AppLink href={older} className={buttonClass("quiet")}>
          {words[1]}
        </AppLink>
      )}
    </nav>
  );
}
