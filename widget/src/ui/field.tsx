import { h } from 'preact'
import type { AskedField } from '../channel.ts'
import { usePanel } from './context.ts'

export interface FieldProps {
  readonly field: AskedField
  readonly label: string
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (value: string) => void
}

/** One question, with what is wrong with its answer tied to it. */
export function Field(props: FieldProps) {
  const { field, label, fault } = props
  const { speech } = usePanel()
  return (
    <div class="fld">
      <label for={`ask-${field.name}`}>
        {label}
        {!field.isRequired && <small>{speech.words.optional}</small>}
      </label>
      <Entry {...props} />
      {fault !== undefined && (
        <p class="fault" id={`fault-${field.name}`}>
          {fault}
        </p>
      )}
    </div>
  )
}

function Entry({ field, value, fault, onChange }: FieldProps) {
  const { words } = usePanel().speech
  const { name, type, choices, isRequired } = field
  const shared = {
    id: `ask-${name}`,
    name,
    value,
    'aria-required': isRequired,
    'aria-invalid': fault !== undefined,
    ...(fault === undefined ? {} : { 'aria-describedby': `fault-${name}` }),
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value),
  }
  switch (type) {
    case 'longtext':
      return <textarea {...shared} rows={3} dir="auto" maxLength={2000} />
    case 'email':
      return <input {...shared} type="email" autocomplete="email" dir="auto" maxLength={200} />
    case 'phone':
      return <input {...shared} type="tel" autocomplete="tel" maxLength={40} />
    case 'text':
      return (
        <input {...shared} type="text" autocomplete={name === 'name' ? 'name' : 'off'} dir="auto" maxLength={200} />
      )
    case 'choice':
      return (
        <select {...shared}>
          {value === '' && <option value="">{words.choose}</option>}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )
  }
}
