import { type ComponentProps, type ReactNode, useId } from "react";

/** A control under its name, which stands beside it: a select inside a label would lend it its options. */
export function Field({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-sm:w-full">
      <label htmlFor={id} className="mb-1 block font-medium text-ink-2 text-label">
        {label}
      </label>
      {children}
    </div>
  );
}

export type TextFieldProps = ComponentProps<"input"> & { label: string };

export function TextField({ label, className = "w-48", ...props }: TextFieldProps) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <input id={id} className={`field max-w-full max-sm:w-full ${className}`} {...props} />
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
