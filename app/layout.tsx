import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { DownloadsProvider } from "@/components/downloads/downloads-context";
import { SaidInCorner } from "@/components/downloads/said-card";
import { EarlyPresses } from "@/components/shell/early-presses";
import { Header } from "@/components/shell/header";
import { keepPresses } from "@/components/shell/keep-presses";
import { densities, oneOf, themes } from "@/components/shell/preferences";
import { TimeZone } from "@/components/shell/time-zone";
import { TooltipProvider } from "@/components/ui/tooltip";
import { currentViewer } from "@/lib/auth/guards";
import { pageClock } from "@/lib/clock";

export const metadata: Metadata = {
  title: { default: "Turnover", template: "%s · Turnover" },
  description: "Find, watch and take away the materials of a source request.",
  icons: "/icon.svg",
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** Theme and density are settings kept in cookies, so that the first paint is right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, viewer, { now, timeZone }] = await Promise.all([
    cookies(),
    currentViewer(),
    pageClock(),
  ]);
  const theme = oneOf(themes, jar.get("theme")?.value);
  const density = oneOf(densities, jar.get("density")?.value);
  return (
    <html lang="en" data-theme={theme} data-density={density}>
      <body className="flex min-h-dvh flex-col">
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: ours, and the same for everybody */}
        <script dangerouslySetInnerHTML={{ __html: keepPresses }} />
        <EarlyPresses>
          <TooltipProvider>
            <a
              href="#content"
              className="fixed top-2 left-2 z-50 -translate-y-16 rounded bg-accent-fill px-3 py-1.5 font-medium text-on-accent focus:translate-y-0"
            >
              Skip to the content
            </a>
            <DownloadsProvider>
              {viewer && <Header {...{ viewer, theme, density, now, timeZone }} />}
              <main
                id="content"
                tabIndex={-1}
                className="flex min-w-0 flex-1 flex-col outline-none"
              >
                {children}
              </main>
              <SaidInCorner />
            </DownloadsProvider>
          </TooltipProvider>
        </EarlyPresses>
        <TimeZone drawnFor={timeZone} />
      </body>
    </html>
  );
}
