import type { ReactNode } from "react";
import { DownloadsHelp } from "./downloads-help";
import type { HelpFacts } from "./facts";
import { KeyboardHelp } from "./keyboard-help";
import { MailHelp } from "./mail-help";
import { MaterialsHelp } from "./materials-help";
import { RequestsHelp } from "./requests-help";

/** The help, in the order of the work. */
export const chapters: { id: string; title: string; body: (facts: HelpFacts) => ReactNode }[] = [
  { id: "requests", title: "Finding source requests", body: RequestsHelp },
  { id: "materials", title: "Reading the asset list", body: MaterialsHelp },
  { id: "downloads", title: "Downloading and resuming", body: DownloadsHelp },
  { id: "mail", title: "Mails", body: MailHelp },
  { id: "keyboard", title: "By keyboard", body: KeyboardHelp },
  {
    id: "support",
    title: "Writing to us",
    body: ({ supportEmail }) => (
      <p>
        If a file is damaged, missing or not what its name says, or if you can’t get in, write to{" "}
        <a className="text-accent underline underline-offset-2" href={`mailto:${supportEmail}`}>
          {supportEmail}
        </a>
        . Name the source request and the file; for a transfer that fails, add the time and the last
        line that your browser or tool printed.
      </p>
    ),
  },
];
