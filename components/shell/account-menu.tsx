"use client";

import { ChevronDown, LogOut, MonitorX, UserRound } from "lucide-react";
import { useState } from "react";
import { postToAuth } from "@/components/sign-in/post-to-auth";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { signOutEverywhereAction } from "@/lib/auth/actions";
import { MailSwitch } from "./mail-switch";

type AccountMenuProps = {
  name: string;
  email: string;
  /** Whom the user works for. */
  organisation: string;
  /** Whether they have switched mails off; null for who gets none. */
  mailMuted: boolean | null;
};

/** Who is signed in, for whom, and the way out. */
export function AccountMenu({ name, email, organisation, mailMuted }: AccountMenuProps) {
  const [failed, setFailed] = useState(false);
  // Kept here, since what the menu holds goes whenever it closes.
  const [muted, setMuted] = useState(mailMuted);
  const leave = (signOut: () => Promise<unknown>) => async (event: Event) => {
    event.preventDefault();
    setFailed(false);
    try {
      await signOut();
      // A whole load: nothing of this person stays in the page's memory.
      window.location.assign("/sign-in");
    } catch {
      setFailed(true);
    }
  };
  return (
    <Menu>
      <MenuTrigger className="flex h-8 min-w-0 items-center gap-1.5 rounded px-2 hover:bg-hover">
        <UserRound className="text-ink-2 md:hidden" />
        <span className="max-w-40 truncate max-md:sr-only">{name}</span>{" "}
        <span className="max-w-40 truncate text-ink-3 max-lg:sr-only">{organisation}</span>
        <span className="sr-only">: account</span>
        <ChevronDown className="size-3.5 text-ink-3" />
      </MenuTrigger>
      <MenuContent align="end" className="max-w-72">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{name}</p>
          <p className="truncate text-ink-3 text-label">{email}</p>
          <p className="truncate text-ink-3 text-label">{organisation}</p>
        </div>
        <MenuSeparator />
        {muted !== null && <MailSwitch muted={muted} onChange={setMuted} />}
        {failed && (
          <p role="alert" className="px-2 py-1 text-failed text-label">
            The server could not be reached: you are still signed in. Try again.
          </p>
        )}
        <MenuItem onSelect={leave(() => postToAuth("signout", {}))}>
          <LogOut className="text-ink-2" />
          Sign out
        </MenuItem>
        <MenuItem onSelect={leave(leaveEverywhere)}>
          <MonitorX className="text-ink-2" />
          <span>
            Sign out everywhere
            <span className="block text-ink-3 text-label">
              Ends every session and download link of yours
            </span>
          </span>
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

async function leaveEverywhere() {
  const { ok } = await signOutEverywhereAction({});
  if (!ok) throw new Error("not signed out");
  // The session is void by now; this takes its cookie too.
  await postToAuth("signout", {});
}
