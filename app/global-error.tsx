"use client";

import "./globals.css";
import { LoadFailure } from "@/components/shell/load-failure";

/** When not even the header can be drawn: the database is away, most likely. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Turnover is not available</title>
        <main>
          <LoadFailure title="Turnover is not available right now" retry={retry}>
            The server can’t reach its data. Nothing was changed; downloads that are running go on.
            Try again in a minute.
          </LoadFailure>
        </main>
      </body>
    </html>
  );
}
