import { type ComponentProps, type ReactNode, useId } from "react";

/** A control under its name, which stands beside it: a select inside a label would lend it its options. */
function Field({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-sm:w-full">
      <label htmlFor={id} className="mb-1 block font-medium text-ink-2 text-label">
        {label}
      </label>
      {children}
    </div>
  );
}

type TextFieldProps = ComponentProps<"input"> & { label: string };

export function TextField({ label, className = "w-48", ...props }: TextFieldProps) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <input id={id} className={`field max-w-full max-sm:w-full ${className}`} {...props} />
    </Field>
  );
}

type SuggestingFieldProps = TextFieldProps & {
  suggestions: readonly { value: string; label: string }[];
};

/** A text that may be any, with what it is most likely to be below it, found by words of its label. */
export function SuggestingField({
  label,
  suggestions,
  className = "w-48",
  ...props
}: SuggestingFieldProps) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <input
        id={id}
        list={`${id} list`}
        autoComplete="off"
        className={`field max-w-full max-sm:w-full ${className}`}
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

type SelectFieldProps = ComponentProps<"select"> & {
  label: string;
  options: readonly { value: string; label: string }[];
  /** The entry that stands for none of them. */
  none?: string;
};

export function SelectField({
  label,
  options,
  none,
  className = "w-48",
  ...props
}: SelectFieldProps) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <select id={id} className={`field max-w-full max-sm:w-full ${className}`} {...props}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}
