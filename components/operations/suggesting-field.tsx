"use client";

import { type KeyboardEvent, useId } from "react";
import { Field, type TextFieldProps } from "./field";
import { meant, type Suggestion } from "./suggestions";

type SuggestingFieldProps = TextFieldProps & { suggestions: readonly Suggestion[] };

/**
 * A text that may be any, with what it is most likely to be below it. Words of one label alone become its value when
 * the field is left; of several it says so, and does not let the form be sent.
 */
export function SuggestingField({
  label,
  suggestions,
  className = "w-48",
  ...props
}: SuggestingFieldProps) {
  const id = useId();
  function settle(input: HTMLInputElement) {
    const { value, matching } = meant(input.value, suggestions);
    if (value !== null) input.value = value;
    input.setCustomValidity(
      matching > 1 ? `${matching} have these words in their names: choose one from the list.` : "",
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
