import type { Metadata } from "next";
import { chapters } from "@/components/help/chapters";
import { Chapter } from "@/components/help/prose";
import { requireViewer } from "@/lib/auth/guards";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Help" };

export default async function HelpPage() {
  await requireViewer("/help");
  const facts = {
    supportEmail: env.SUPPORT_EMAIL,
    timeZone: env.TIME_ZONE,
    accessDays: env.ACCESS_AFTER_FULFILMENT_DAYS,
  };
  return (
    <div className="mx-auto flex w-full max-w-5xl gap-12 px-4 py-6">
      <nav aria-label="Chapters" className="sticky top-18 hidden w-48 shrink-0 self-start md:block">
        <ul className="space-y-px border-line border-l">
          {chapters.map(({ id, title }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className="block rounded-r py-1 pl-3 text-ink-2 hover:bg-hover hover:text-ink"
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <article className="min-w-0 max-w-2xl flex-1 text-body">
        <h1 className="font-semibold text-headline">Help</h1>
        <p className="mt-1 text-ink-2">
          How to find the materials of your source requests and take them away whole.
        </p>
        {chapters.map(({ id, title, body }) => (
          <Chapter key={id} id={id} title={title}>
            {body(facts)}
          </Chapter>
        ))}
      </article>
    </div>
  );
}
