"use client";

import { useState } from "react";
import { MenuCheckboxItem, MenuSeparator } from "@/components/ui/menu";
import { setMailMutedAction } from "@/lib/notifications/actions";

type MailSwitchProps = { muted: boolean; onChange: (muted: boolean) => void };

/** Whether mails about what is ready are wanted. It shows at once what was asked for, and goes back if that fails. */
export function MailSwitch({ muted, onChange }: MailSwitchProps) {
  const [failed, setFailed] = useState(false);
  const change = async (next: boolean) => {
    onChange(next);
    setFailed(false);
    const { ok } = await setMailMutedAction({ muted: next }).catch(() => ({ ok: false }));
    if (ok) return;
    onChange(!next);
    setFailed(true);
  };
  return (
    <>
      <MenuCheckboxItem checked={!muted} onCheckedChange={(wanted) => change(!wanted)}>
        Mail me when a proxy is ready
      </MenuCheckboxItem>
      {failed && (
        <p role="alert" className="px-2 py-1 text-failed text-label">
          The server could not be reached: nothing was changed. Try again.
        </p>
      )}
      <MenuSeparator />
    </>
  );
}
