import { Field } from './field.tsx'

interface SearchFieldProps {
  label: string
  hint: string
  value: string
  onChange: (value: string) => void
}

/** A labelled field in which something is looked for while one types. */
export function SearchField({ label, hint, value, onChange }: SearchFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(id) => (
        <input
          id={id}
          type="search"
          className="field"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
