import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket, TicketCatalogue, Weight } from '@switchyard/sdk'
import { catalogueQuery } from '../../../live/catalogue.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { Bones, ProblemLine } from '../../../ui/states.tsx'
import { t, wordFor } from '../../../ui/words/words.ts'
import { categoryPaths, changeOf, formOf, isFieldText } from './detail-change.ts'
import type { DetailForm } from './detail-change.ts'
import { FieldInput } from './field-input.tsx'
import { useDetails } from './use-details.ts'

const weights: Weight[] = ['high', 'normal', 'low']

interface SelectProps {
  label: string
  value: string
  options: { slug: string; label: string }[]
  /** Whether it may be left open again. */
  canBeOpen?: boolean
  hint?: string
  onChange: (value: string) => void
}

function Select({ label, value, options, canBeOpen = false, hint, onChange }: SelectProps) {
  const isUnknown = value !== '' && !options.some(({ slug }) => slug === value)
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
          {(canBeOpen || value === '') && <option value="">–</option>}
          {isUnknown && <option value={value}>{value}</option>}
          {options.map((option) => (
            <option key={option.slug} value={option.slug}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface PartProps {
  catalogue: TicketCatalogue
  form: DetailForm
  set: (change: Partial<DetailForm>) => void
}

/** A category brings its type along where nobody has said one. */
function Kind({ catalogue, form, set }: PartProps) {
  const toCategory = (category: string) => {
    const type = catalogue.categories.find(({ slug }) => slug === category)?.type ?? ''
    set(form.type === '' ? { category, type } : { category })
  }
  const paths = categoryPaths(catalogue.categories)
  return (
    <div className="grid gap-3 pane:grid-cols-2">
      <Select
        label={t('details.category')}
        value={form.category}
        options={paths.map(({ slug, path }) => ({ slug, label: path }))}
        onChange={toCategory}
      />
      <Select
        label={t('details.type')}
        value={form.type}
        options={catalogue.types}
        onChange={(type) => set({ type })}
      />
    </div>
  )
}

function Weights({ catalogue: { matrix }, form, set }: PartProps) {
  if (matrix.length === 0) return null
  const options = weights.map((slug) => ({ slug, label: t(`details.weight.${slug}`) }))
  const cell = matrix.find(({ impact, urgency }) => impact === form.impact && urgency === form.urgency)
  const gives = cell && t('details.gives', { priority: wordFor('priority', cell.priority) })
  return (
    <div className="grid gap-3 pane:grid-cols-2">
      {(['impact', 'urgency'] as const).map((name) => (
        <Select
          key={name}
          canBeOpen
          label={t(`details.${name}`)}
          {...(name === 'urgency' && gives !== undefined ? { hint: gives } : {})}
          value={form[name]}
          options={options}
          onChange={(value) => set({ [name]: value as Weight | '' })}
        />
      ))}
    </div>
  )
}

function Affected({ catalogue: { services }, form: { affected }, set }: PartProps) {
  if (services.length === 0) return null
  return (
    <fieldset>
      <legend className="mb-1 text-[13px]/[18px] font-medium">{t('details.affected')}</legend>
      <div className="grid gap-x-4 pane:grid-cols-2">
        {services.map(({ slug, label }) => (
          <label key={slug} className="flex min-h-7 items-center gap-2 max-pane:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={affected.includes(slug)}
              onChange={(event) =>
                set({ affected: event.target.checked ? [...affected, slug] : affected.filter((one) => one !== slug) })
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Fields({ catalogue: { types }, form, set }: PartProps) {
  const fields = types.find(({ slug }) => slug === form.type)?.fields ?? []
  return fields.map((definition) => (
    <Field key={definition.name} label={definition.label}>
      {(id) => (
        <FieldInput
          id={id}
          definition={definition}
          value={form.fields[definition.name] ?? ''}
          onChange={(value) => set({ fields: { ...form.fields, [definition.name]: value } })}
        />
      )}
    </Field>
  ))
}

function DetailsForm({
  ticket,
  catalogue,
  onClose,
}: {
  ticket: Ticket
  catalogue: TicketCatalogue
  onClose: () => void
}) {
  const [form, setForm] = useState(() => formOf(ticket))
  const save = useDetails(ticket)
  const set = (change: Partial<DetailForm>) => setForm({ ...form, ...change })
  const fields = catalogue.types.find(({ slug }) => slug === form.type)?.fields ?? []
  const isWhole =
    form.issueSummary.trim() !== '' && fields.every((one) => isFieldText(one, form.fields[one.name] ?? ''))
  const part = { catalogue, form, set }
  return (
    <form
      className="grid gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        const change = changeOf(ticket, form, fields)
        if (change === null) onClose()
        else if (isWhole) save.mutate(change, { onSuccess: onClose })
      }}
    >
      <Kind {...part} />
      <Fields {...part} />
      <Weights {...part} />
      <Affected {...part} />
      <Field label={t('details.summary')}>
        {(id) => (
          <textarea
            id={id}
            required
            maxLength={2000}
            dir="auto"
            className="field min-h-14 [field-sizing:content]"
            value={form.issueSummary}
            onChange={(event) => set({ issueSummary: event.target.value })}
          />
        )}
      </Field>
      {save.error && <ProblemLine error={save.error} />}
      <div className="flex justify-end">
        <Button type="submit" look="solid" busy={save.isPending} disabled={!isWhole}>
          {t('details.save')}
        </Button>
      </div>
    </form>
  )
}

/** What a ticket is said to be: category, type with its fields, how grave it is, what is affected. Saved together. */
export function DetailsDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { data, error } = useQuery(catalogueQuery)
  return (
    <Dialog title={t('details.title')} onClose={onClose}>
      {data ? (
        <DetailsForm ticket={ticket} catalogue={data} onClose={onClose} />
      ) : error ? (
        <div className="p-4">
          <ProblemLine error={error} />
        </div>
      ) : (
        <Bones className="p-4" rows={['h-9', 'h-9', 'h-16']} />
      )}
    </Dialog>
  )
}
