import { CircleQuestionMark } from "lucide-react";
import { DownloadsTray } from "@/components/downloads/downloads-tray";
import { AppLink } from "@/components/ui/app-link";
import { IconLink } from "@/components/ui/icon-button";
import type { Viewer } from "@/lib/auth/types";
import { AccountMenu } from "./account-menu";
import { DisplayMenu } from "./display-menu";
import { Mark } from "./mark";
import { NavLink } from "./nav-link";
import type { Density, Theme } from "./preferences";

type HeaderProps = {
  viewer: Viewer;
  theme: Theme;
  density: Density;
  now: Date;
  timeZone: string;
};

/** 48 px that stay: where one is, where one can go, who one is. */
export function Header({ viewer, theme, density, now, timeZone }: HeaderProps) {
  const { name, email } = viewer;
  return (
    <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-line border-b bg-surface px-2 sm:px-4">
      <AppLink
        href="/source-requests"
        aria-label="Turnover: source requests"
        className="flex h-8 items-center gap-2 rounded pr-2 font-semibold text-title"
      >
        <Mark />
        <span className="hidden sm:inline">Turnover</span>
      </AppLink>
      <nav aria-label="Main" className="mr-auto flex">
        <NavLink href="/source-requests">Source Requests</NavLink>
        {viewer.kind === "operator" && <NavLink href="/operations">Operations</NavLink>}
        {viewer.kind === "partner" && <DownloadsTray now={now} timeZone={timeZone} />}
      </nav>
      <IconLink href="/help" label="Help">
        <CircleQuestionMark />
      </IconLink>
      <DisplayMenu theme={theme} density={density} />
      <AccountMenu
        name={name}
        email={email}
        organisation={viewer.kind === "partner" ? viewer.partnerName : "Studio operator"}
        mailMuted={viewer.kind === "partner" ? viewer.mailMuted : null}
      />
    </header>
  );
}
