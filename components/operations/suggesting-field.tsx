"use client";

import { type KeyboardEvent, useId } from "react";
import { Field, type TextFieldProps } from "./field";
import { meant, type Suggestion } from "./suggestions";

type SuggestingFieldProps = TextFieldProps & { suggestions: readonly Suggestion[] };

/**
 * A text that may be any, with what it is most likely to be below it. A whole label becomes its value when the field is
 * left; of words that can't be told to mean one it says so, and does not let the form be sent.
 */
export function SuggestingField({
  label,
  suggestions,
  className = "w-48",
  ...props
}: SuggestingFieldProps) {
  const id = useId();
  function settle(input: HTMLInputElement) {
    const value = meant(input.value, suggestions);
    if (value !== null) input.value = value;
    input.setCustomValidity(
      value === null ? "Choose one from the list, or give its reference." : "",
    );
  }
  return (
    <Field id={id} label={label}>
      <input
        id={id}
        list={`${id} list`}
        autoComplete="off"
        className={`field max-w-full max-sm:w-full ${className}`}
        onInput={({ currentTarget }) => currentTarget.setCustomValidity("")}
        onBlur={({ currentTarget }) => settle(currentTarget)}
        onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
          if (event.key === "Enter") settle(event.currentTarget);
        }}
        {...props}
      />
      <datalist id={`${id} list`}>
        {suggestions.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </datalist>
    </Field>
  );
}
