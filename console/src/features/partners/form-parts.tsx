import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/states.tsx'

/** What partners are told of. */
export const eventKinds = ['STORE_SUPPORT_TICKET_EVENT', 'GENERAL_SUPPORT_TICKET_EVENT'] as const

interface FormProps {
  title: string
  verb: string
  isBusy: boolean
  error: Error | null
  onClose: () => void
  onSend: (fields: (name: string) => string) => void
  children: ReactNode
}

/** What the fields of a form say, by name. */
export function fieldsOf(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form)
  return (name) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
}

/** A dialog with fields by name, a verb and what was wrong with the last try. */
export function FormDialog({ title, verb, isBusy, error, onClose, onSend, children }: FormProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="grid gap-3.5 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          onSend(fieldsOf(event.currentTarget))
        }}
      >
        {children}
        {error && <ProblemLine error={error} />}
        <Button type="submit" look="solid" className="justify-self-end" busy={isBusy}>
          {verb}
        </Button>
      </form>
    </Dialog>
  )
}

/** A field of one line, with suggestions where it has some. */
export function TextField({
  name,
  label,
  hint,
  suggestions = [],
  ...input
}: {
  name: string
  label: string
  hint?: string
  pattern?: string
  isOptional?: boolean
  type?: string
  defaultValue?: string | number
  min?: number
  max?: number
  maxLength?: number
  suggestions?: readonly string[]
}) {
  const { isOptional, ...rest } = input
  const hasSuggestions = suggestions.length > 0
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <>
          <input
            id={id}
            name={name}
            className="field"
            required={isOptional !== true}
            autoComplete="off"
            {...rest}
            list={hasSuggestions ? `${id}-known` : undefined}
          />
          {hasSuggestions && (
            <datalist id={`${id}-known`}>
              {suggestions.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  )
}

interface ChoiceProps {
  name: string
  label: string
  options: readonly (readonly [value: string, text: string])[]
  value?: string
  onChange?: (value: string) => void
}

/** One of some, by a list to choose from. */
export function Choice({ name, label, options, value, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          name={name}
          className="field"
          defaultValue={value}
          onChange={(event) => onChange?.(event.target.value)}
        >
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
