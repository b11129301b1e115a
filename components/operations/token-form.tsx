"use client";

import { type FormEvent, useState } from "react";
import { useRefresh } from "@/components/shell/use-refresh";
import { Button } from "@/components/ui/button";
import { makeApiTokenAction } from "@/lib/auth/actions";
import type { ApiScope } from "@/lib/auth/types";
import { TextField } from "./field";
import { marksFaults, useSaid } from "./said";

/** Makes an API token and shows it, this once. */
export function TokenForm({ scopes }: { scopes: readonly ApiScope[] }) {
  const refresh = useRefresh();
  const [made, setMade] = useState<string | null>(null);
  const said = useSaid();

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const input = { name: String(data.get("name")), scopes: data.getAll("scopes") as ApiScope[] };
    setMade(null);
    said.begin(form);
    const answer = await makeApiTokenAction(input).catch(() => null);
    if (!answer?.ok) return said.refuse(form, answer?.error);
    setMade(answer.value.secret);
    form.reset();
    refresh();
  }

  return (
    <form onSubmit={make} className={`${marksFaults} flex flex-wrap items-end gap-3`}>
      <TextField label="What it is for" name="name" required maxLength={100} className="w-64" />
      <fieldset className="flex h-8 items-center gap-3">
        <legend className="sr-only">What it may do</legend>
        {scopes.map((scope) => (
          <label key={scope} className="flex items-center gap-1.5">
            <input type="checkbox" className="tick" name="scopes" value={scope} defaultChecked />
            {scope}
          </label>
        ))}
      </fieldset>
      <Button type="submit" tone="primary">
        Make token
      </Button>
      {said.lines}
      {made && (
        <p role="status" className="basis-full">
          Copy it now, it is not shown again:{" "}
          <code className="select-all rounded bg-hover px-1.5 py-0.5 font-mono text-mono wrap-anywhere">
            {made}
          </code>
        </p>
      )}
    </form>
  );
}
