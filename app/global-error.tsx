"use client";

import "./globals.css";
import { LoadFailure } from "@/components/shell/load-failure";

/** When not even the header can be drawn: the database is away, most likely. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Turnover is not available</title>
        <link rel="icon" href="/icon.svg" />
        <main>
          <LoadFailure title="Turnover is not available right now" retry={retry}>
            Something went wrong on our side. Nothing was changed; try again in a minute.
          </LoadFailure>
        </main>
      </body>
    </html>
  );
}
