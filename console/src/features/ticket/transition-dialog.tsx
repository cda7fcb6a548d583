import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { catalogueQuery } from '../../live/catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { isFieldText } from './details/detail-change.ts'
import type { FieldDefinition } from './details/detail-change.ts'
import { FieldInput } from './details/field-input.tsx'
import { areFactsGiven, factNames, factsOf, fieldOf, firstThings, isField } from './transition-facts.ts'
import type { FactName, FactTexts } from './transition-facts.ts'
import type { TransitionFacts } from './queries.ts'
import type { PendingTransition } from './use-transition.ts'

interface FactProps {
  name: FactName
  value: string
  onChange: (value: string) => void
}

function CheckFact({ name, value, onChange }: FactProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px]/[18px] font-medium">{t('fact.solutionCheck')}</legend>
      <div className="flex gap-4">
        {(['passed', 'failed'] as const).map((choice) => (
          <label key={choice} className="flex min-h-6 items-center gap-2">
            <input
              type="radio"
              name={name}
              className="size-4 accent-accent"
              checked={value === choice}
              onChange={() => onChange(choice)}
            />
            {t(`fact.${choice}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function FieldFact({ definition, value, onChange }: Omit<FactProps, 'name'> & { definition: FieldDefinition }) {
  return (
    <Field label={definition.label}>
      {(id) => <FieldInput id={id} required definition={definition} value={value} onChange={onChange} />}
    </Field>
  )
}

function TextFact({ name, value, onChange }: FactProps & { name: Exclude<FactName, `fields.${string}`> }) {
  return (
    <Field label={t(`fact.${name}`)}>
      {(id) => (
        <textarea
          id={id}
          required
          className="field min-h-16 [field-sizing:content]"
          dir="auto"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

interface TransitionDialogProps {
  ticket: Ticket
  pending: PendingTransition
  isMoving: boolean
  error: Error | null
  onGive: (facts: TransitionFacts) => void
  onClose: () => void
}

/** Asks for what the lifecycle's guards want before this move, all at once. */
export function TransitionDialog({ ticket, pending, isMoving, error, onGive, onClose }: TransitionDialogProps) {
  const names = factNames(pending.missing)
  const [texts, setTexts] = useState<FactTexts>({})
  const { data } = useQuery(catalogueQuery)
  const fields = data?.types.find(({ slug }) => slug === ticket.type)?.fields ?? []
  const first = firstThings(pending.missing)
  const areKinds = names.every((name) => !isField(name) || isFieldText(fieldOf(name, fields), texts[name] ?? ''))
  const isReady = areFactsGiven(names, texts) && areKinds && first.length === 0
  return (
    <Dialog title={t('transition.title', { to: pending.transition.label })} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onGive(factsOf(texts, fields))
        }}
      >
        <p className="text-ink-2">{t('transition.lead')}</p>
        {names.map((name) => {
          const props = {
            value: texts[name] ?? '',
            onChange: (value: string) => setTexts({ ...texts, [name]: value }),
          }
          if (isField(name)) return <FieldFact key={name} definition={fieldOf(name, fields)} {...props} />
          if (name === 'solutionCheck') return <CheckFact key={name} name={name} {...props} />
          return <TextFact key={name} name={name} {...props} />
        })}
        {first.map((thing) => (
          <p key={thing} role="alert">
            {t(`fact.${thing}`)}
          </p>
        ))}
        {error && <ProblemLine error={error} />}
        <div className="flex items-center justify-end gap-2">
          {!isReady && <span className="type-meta text-ink-3">{t('transition.incomplete')}</span>}
          <Button type="submit" look="solid" busy={isMoving} disabled={!isReady}>
            {pending.transition.label}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
