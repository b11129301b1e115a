"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { signInErrorText } from "@/lib/auth/rules";
import { postToAuth } from "./post-to-auth";

type SignInFormProps = {
  /** Path to go to when signed in. */
  landing: string;
  /** Why an attempt elsewhere (single sign-on) brought the user back here. */
  failure: string | null;
  /** What the organisation calls its single sign-on; null when there is none. */
  singleSignOn: string | null;
};

const unreachable = "The server could not be reached. Check your connection, then try again.";

export function SignInForm({ landing, failure, singleSignOn }: SignInFormProps) {
  const [problem, setProblem] = useState(failure);
  const [busy, setBusy] = useState(false);

  /** Goes on when next-auth agrees; else says why not and keeps what was typed. */
  async function attempt(path: string, fields: Record<string, string>) {
    setBusy(true);
    setProblem(null);
    try {
      const url = await postToAuth(path, { ...fields, callbackUrl: landing });
      const arrived = url.href === new URL(landing, window.location.origin).href;
      const refusal = arrived ? null : signInErrorText(url.searchParams.get("error") ?? undefined);
      // A whole load, so that the header knows who is here.
      if (!refusal) return window.location.assign(path.startsWith("signin") ? url : landing);
      setProblem(refusal);
    } catch {
      setProblem(unreachable);
    }
    setBusy(false);
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    attempt("callback/credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
  }

  return (
    <div className="rounded-lg border border-line bg-surface p-6">
      <p role="alert" className="text-failed empty:hidden [&:not(:empty)]:mb-4">
        {problem}
      </p>
      {/* By POST even before the page is alive: a password never stands in an address. */}
      <form
        method="post"
        action="/api/auth/callback/credentials"
        onSubmit={submit}
        className="space-y-4"
      >
        <Field label="Email">
          <input
            className="field w-full"
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            required
            // biome-ignore lint/a11y/noAutofocus: it is the one thing to do on this page
            autoFocus
          />
        </Field>
        <Field label="Password">
          <input
            className="field w-full"
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={1024}
            required
          />
        </Field>
        <Button tone="primary" type="submit" disabled={busy} className="w-full">
          {busy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
      {singleSignOn && (
        <div className="mt-4 border-line border-t pt-4">
          <Button disabled={busy} className="w-full" onClick={() => attempt("signin/oidc", {})}>
            Continue with {singleSignOn}
          </Button>
        </div>
      )}
    </div>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="block">
      <span className="mb-1 block font-medium text-ink-2 text-label">{label}</span>
      {children}
    </label>
  );
}
