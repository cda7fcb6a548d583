import type { TicketCatalogue, Weight } from '@switchyard/sdk'
import { Field } from '../../../ui/field.tsx'
import { t, wordFor } from '../../../ui/words/words.ts'
import { categoryPaths } from './detail-change.ts'
import type { DetailForm } from './detail-change.ts'
import { FieldInput } from './field-input.tsx'

const weights: Weight[] = ['high', 'normal', 'low']

interface SelectFieldProps {
  label: string
  value: string
  options: { slug: string; label: string }[]
  /** Whether it may be left open again. */
  canBeOpen?: boolean
  /** What it means that it is open. */
  open?: string
  hint?: string
  onChange: (value: string) => void
}

/** One of the words there are, or none. */
export function SelectField({
  label,
  value,
  options,
  canBeOpen = false,
  open = '–',
  hint,
  onChange,
}: SelectFieldProps) {
  const isUnknown = value !== '' && !options.some(({ slug }) => slug === value)
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
          {(canBeOpen || value === '') && <option value="">{open}</option>}
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
  form: Omit<DetailForm, 'issueSummary'>
  set: (change: Partial<DetailForm>) => void
}

/** Category and type; a category brings its type along where nobody has said one. */
export function KindFields({ catalogue, form, set }: PartProps) {
  const toCategory = (category: string) => {
    const type = catalogue.categories.find(({ slug }) => slug === category)?.type ?? ''
    set(form.type === '' ? { category, type } : { category })
  }
  const paths = categoryPaths(catalogue.categories)
  return (
    <div className="grid gap-3 pane:grid-cols-2">
      <SelectField
        label={t('details.category')}
        value={form.category}
        options={paths.map(({ slug, path }) => ({ slug, label: path }))}
        onChange={toCategory}
      />
      <SelectField
        label={t('details.type')}
        value={form.type}
        options={catalogue.types}
        onChange={(type) => set({ type })}
      />
    </div>
  )
}

/** How grave it is, and the priority that this gives. */
export function WeightFields({ catalogue: { matrix }, form, set }: PartProps) {
  if (matrix.length === 0) return null
  const options = weights.map((slug) => ({ slug, label: t(`details.weight.${slug}`) }))
  const cell = matrix.find(({ impact, urgency }) => impact === form.impact && urgency === form.urgency)
  const gives = cell && t('details.gives', { priority: wordFor('priority', cell.priority) })
  return (
    <div className="grid gap-3 pane:grid-cols-2">
      {(['impact', 'urgency'] as const).map((name) => (
        <SelectField
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

/** What of the workspace's services is hurt. */
export function AffectedFields({ catalogue: { services }, form: { affected }, set }: PartProps) {
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

/** The fields of the type. */
export function TypeFields({ catalogue: { types }, form, set }: PartProps) {
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
