import { t } from '../../../ui/words/words.ts'
import type { FieldDefinition } from './detail-change.ts'
import { isFieldText } from './detail-change.ts'

interface FieldInputProps {
  id: string
  definition: FieldDefinition
  value: string
  required?: boolean
  onChange: (value: string) => void
}

/** Where a custom field of a ticket is written, by the kind of its value. */
export function FieldInput({ id, definition, value, required = false, onChange }: FieldInputProps) {
  const { type, choices } = definition
  if (type === 'boolean' || type === 'choice') {
    const options = type === 'boolean' ? ['true', 'false'] : choices
    return (
      <select
        id={id}
        className="field"
        required={required}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">–</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {type === 'boolean' ? t(option === 'true' ? 'details.yes' : 'details.no') : option}
          </option>
        ))}
      </select>
    )
  }
  const isWrong = !isFieldText(definition, value)
  return (
    <>
      <input
        id={id}
        className="field"
        type={type === 'date' ? 'date' : 'text'}
        inputMode={type === 'number' ? 'decimal' : undefined}
        dir="auto"
        required={required}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? `${id}-wrong` : undefined}
        value={type === 'date' ? value.slice(0, 10) : value}
        onChange={(event) => onChange(event.target.value)}
      />
      {isWrong && (
        <p id={`${id}-wrong`} role="alert" className="type-meta text-breach">
          {t('details.figure')}
        </p>
      )}
    </>
  )
}
