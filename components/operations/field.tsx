import type { ComponentProps, ReactNode } from "react";

/** A control under its name. */
function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="block min-w-0">
      <span className="mb-1 block font-medium text-ink-2 text-label">{label}</span>
      {children}
    </label>
  );
}

type TextFieldProps = ComponentProps<"input"> & { label: string };

export function TextField({ label, className = "w-48", ...props }: TextFieldProps) {
  return (
    <Field label={label}>
      <input className={`field max-w-full ${className}`} {...props} />
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
  return (
    <Field label={label}>
      <select className={`field max-w-full ${className}`} {...props}>
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
