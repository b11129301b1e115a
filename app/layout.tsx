import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

export const metadata: Metadata = {
  title: { default: "Turnover", template: "%s · Turnover" },
  description: "Find, watch and take away the materials of a source request.",
};

/** Theme and density are settings kept in cookies, so that the first paint is right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <html lang="en" data-theme={jar.get("theme")?.value} data-density={jar.get("density")?.value}>
      <body>{children}</body>
    </html>
  );
}
