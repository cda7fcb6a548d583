import { h } from 'preact'
import type { Asked } from '../channel.ts'
import { usePanel } from './context.ts'

export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'email' | 'long' | 'choice'
  readonly asked: Asked
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (value: string) => void
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
}

/** One question, with what is wrong with its answer tied to it. */
export function Field({ label, asked, fault, ...rest }: FieldProps) {
  const { speech } = usePanel()
  const id = `ask-${rest.name}`
  if (asked === 'off') return null
  return (
    <div class="fld">
      <label for={id}>
        {label}
        {asked === 'optional' && <small>{speech.words.optional}</small>}
      </label>
      <Entry {...rest} id={id} isRequired={asked === 'required'} fault={fault} />
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  )
}

type EntryProps = Omit<FieldProps, 'label' | 'asked'> & { readonly id: string; readonly isRequired: boolean }

function Entry({ id, name, type, value, fault, isRequired, onChange, choices = [] }: EntryProps) {
  const { speech } = usePanel()
  const shared = {
    id,
    name,
    value,
    'aria-required': isRequired,
    'aria-invalid': fault !== undefined,
    ...(fault === undefined ? {} : { 'aria-describedby': `${id}-fault` }),
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value),
  }
  if (type === 'long') return <textarea {...shared} rows={3} dir="auto" maxLength={2000} />
  if (type === 'email') return <input {...shared} type="email" autocomplete="email" dir="auto" maxLength={200} />
  if (type === 'text') return <input {...shared} type="text" autocomplete="name" dir="auto" maxLength={200} />
  return (
    <select {...shared}>
      {value === '' && <option value="">{speech.words.choose}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}
