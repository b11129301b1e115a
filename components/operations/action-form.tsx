"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useTransition } from "react";
import { Button, type ButtonTone } from "@/components/ui/button";
import type { ActionResult } from "@/lib/auth/types";
import { marksFaults, useSaid } from "./said";

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
  /** What is said when it is done: by name, as in `{reference}`, what the answer has, or what was chosen. */
  done?: string;
  className?: string;
  children?: ReactNode;
};

/**
 * Fields and a button that has something done; says what came of it, and draws the page anew. Fields that are wrong
 * are marked, and named as they are on the page.
 */
export function ActionForm(props: ActionFormProps) {
  const { act, submit, tone = "quiet", confirm, done, className, children } = props;
  const router = useRouter();
  const said = useSaid();
  const [pending, startTransition] = useTransition();

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (confirm && !window.confirm(confirm)) return;
    const form = event.currentTarget;
    const input = readForm(form, props);
    const chosen = chosenIn(form);
    said.begin(form);
    startTransition(async () => {
      const answer = await act(input as never).catch(() => null);
      if (!answer?.ok) return said.refuse(form, answer?.error);
      form.reset();
      if (done) said.done(filled(done, { ...chosen, ...(answer.value ?? {}) }));
      router.refresh();
    });
  }

  return (
    <form
      onSubmit={send}
      className={`${marksFaults} ${className ?? "flex flex-wrap items-end gap-3"}`}
    >
      {children}
      <Button type="submit" tone={tone} disabled={pending}>
        {submit}
      </Button>
      {said.lines}
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

/** The words of what is chosen in each select. */
const chosenIn = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries(
    [...form.querySelectorAll("select")].map(({ name, selectedOptions: [option] }) => [
      name,
      option?.text ?? "",
    ]),
  );

const filled = (text: string, values: Record<string, unknown>) =>
  text.replace(/\{(\w+)\}/g, (braced, name: string) => String(values[name] ?? braced));
