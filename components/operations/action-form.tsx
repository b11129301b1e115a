"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import { Button, type ButtonTone } from "@/components/ui/button";
import type { ActionResult } from "@/lib/auth/types";

type ActionFormProps = {
  /** A server action; its input is what the fields hold. */
  act: (input: never) => Promise<ActionResult<unknown>>;
  submit: string;
  tone?: ButtonTone;
  /** What goes with the fields. */
  fixed?: Record<string, unknown>;
  /** Names of fields that hold several values. */
  lists?: string[];
  /** Asked before, where there is no way back. */
  confirm?: string;
  /** What is said when it is done: the answer's own words by name, as in `{reference}`. */
  done?: string;
  className?: string;
  children?: ReactNode;
};

/** Fields and a button that has something done; says what came of it, and draws the page anew. */
export function ActionForm(props: ActionFormProps) {
  const { act, submit, tone = "quiet", confirm, done, className, children } = props;
  const router = useRouter();
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);
  const [pending, startTransition] = useTransition();

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (confirm && !window.confirm(confirm)) return;
    const form = event.currentTarget;
    const input = readForm(form, props);
    setSaid(null);
    startTransition(async () => {
      const answer = await act(input as never).catch(() => null);
      if (!answer)
        return setSaid({ ok: false, text: "The server could not be reached. Try again." });
      if (!answer.ok) return setSaid({ ok: false, text: answer.error.message });
      form.reset();
      if (done) setSaid({ ok: true, text: filled(done, answer.value) });
      router.refresh();
    });
  }

  return (
    <form onSubmit={send} className={className ?? "flex flex-wrap items-end gap-3"}>
      {children}
      <Button type="submit" tone={tone} disabled={pending}>
        {submit}
      </Button>
      <p
        role="status"
        className={`basis-full wrap-anywhere empty:hidden ${said?.ok ? "text-ready" : "text-failed"}`}
      >
        {said?.text}
      </p>
    </form>
  );
}

function readForm(form: HTMLFormElement, { fixed, lists = [] }: ActionFormProps) {
  const data = new FormData(form);
  const fields = [...new Set(data.keys())].map((name) => [
    name,
    lists.includes(name) ? data.getAll(name) : data.get(name),
  ]);
  const none = lists.map((name) => [name, []]);
  return { ...Object.fromEntries(none), ...Object.fromEntries(fields), ...fixed };
}

const filled = (text: string, value: unknown) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) =>
    String((value as Record<string, unknown> | undefined)?.[name] ?? ""),
  );
