import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** What an input needs to belong to its label, its hint and its error. */
interface InputProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
  'aria-required'?: 'true';
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
  /** Whether the label is for screen readers only, because the place says what the field is. */
  quietLabel?: boolean | undefined;
  children: (props: InputProps) => ComponentChildren;
}

/** A label, an input, and what is wrong with what it holds. */
export function Field({ label, hint, error, required, quietLabel, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const labelClass = [quietLabel && 'visually-hidden', required && 'required'].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id} class={labelClass}>
        {label}
      </label>
      {children({
        id,
        ...(described && { 'aria-describedby': described }),
        ...(error && { 'aria-invalid': 'true' }),
        ...(required && { 'aria-required': 'true' }),
      })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** Of the attributes of an input, those that fields here have set. */
interface InputAttributes {
  autocomplete?: 'off';
  inputMode?: 'decimal' | 'numeric' | 'url';
  max?: string;
  min?: string;
  placeholder?: string;
  spellcheck?: boolean;
  step?: number;
  onKeyDown?: (event: KeyboardEvent) => void;
}

interface TextFieldProps extends Omit<FieldProps, 'children'>, InputAttributes {
  type?: string;
  class?: string;
  value: string;
  onValue: (value: string) => void;
}

/** A field of one line. `onValue` gets every change as it is typed. */
export function TextField({
  label,
  hint,
  error,
  required,
  quietLabel,
  value,
  onValue,
  class: extra = '',
  ...attributes
}: TextFieldProps) {
  // Preact's types tell the inputs of each `type` apart, which one component for all of them cannot.
  const given: Record<string, unknown> = { ...attributes };
  return (
    <Field {...{ label, hint, error, required, quietLabel }}>
      {(props) => (
        <input
          {...given}
          {...props}
          class={`input ${extra}`}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface SelectFieldProps extends Omit<FieldProps, 'children'> {
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onValue: (value: string) => void;
}

/** A field whose values are few and known. */
export function SelectField({ value, options, onValue, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      {(props) => (
        <select
          {...props}
          class="input"
          value={value}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {options.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckFieldProps {
  label: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
}

/** A yes or no. */
export const CheckField = ({ label, checked, onChecked }: CheckFieldProps) => (
  <label class="check">
    <input type="checkbox" checked={checked} onChange={(event) => onChecked(event.currentTarget.checked)} />
    {label}
  </label>
);
