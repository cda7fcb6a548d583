import type { Ticket, TicketCatalogue, Weight } from '@switchyard/sdk'

export type FieldDefinition = TicketCatalogue['types'][number]['fields'][number]

/** The details of a ticket as a form holds them: '' = not said. */
export interface DetailForm {
  issueSummary: string
  type: string
  category: string
  impact: Weight | ''
  urgency: Weight | ''
  affected: string[]
  /** Texts of the custom fields, by name. */
  fields: Record<string, string>
}

/** What may be said of a ticket besides its priority, queue and tags. */
export interface DetailChange {
  issueSummary?: string
  type?: string
  category?: string
  impact?: Weight | null
  urgency?: Weight | null
  affected?: string[]
  fields?: Record<string, unknown>
}

/** A value of a custom field as it is written into a form. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The form with the details a ticket has. */
export function formOf(ticket: Ticket): DetailForm {
  const { issueSummary, type, category, impact, urgency, affected, fields = {} } = ticket
  return {
    issueSummary,
    type: type ?? '',
    category: category ?? '',
    impact: impact ?? '',
    urgency: urgency ?? '',
    affected: affected ?? [],
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, textOf(value)])),
  }
}

/** The value that a text of a form stands for. Figures that came as decimal texts, as amounts of money do, stay texts. */
export function valueOf({ type }: Pick<FieldDefinition, 'type'>, text: string, before: unknown): unknown {
  const said = text.trim()
  if (said === '') return null
  if (type === 'boolean') return said === 'true'
  if (type === 'number') return typeof before === 'string' ? said : Number(said)
  return said
}

/** Whether a text may be the value of a field; nothing said always may. */
export function isFieldText({ type }: Pick<FieldDefinition, 'type'>, text: string): boolean {
  return type !== 'number' || text.trim() === '' || /^-?\d+(\.\d+)?$/.test(text.trim())
}

const sorted = (slugs: readonly string[]) => slugs.toSorted((one, other) => one.localeCompare(other))
const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** What a form says otherwise than its ticket has it, with the fields of the type it names; null when it is nothing. */
export function changeOf(
  ticket: Ticket,
  form: DetailForm,
  definitions: readonly FieldDefinition[],
): DetailChange | null {
  const { issueSummary, type, category, affected } = form
  const said: DetailChange = {
    issueSummary: issueSummary.trim(),
    ...(type !== '' && { type }),
    ...(category !== '' && { category }),
    impact: form.impact || null,
    urgency: form.urgency || null,
    affected: sorted(affected),
  }
  const had = { ...ticket, affected: sorted(ticket.affected ?? []) }
  const names = Object.keys(said) as (keyof DetailChange)[]
  const change: DetailChange = Object.fromEntries(
    names.filter((name) => !isSame(said[name], had[name])).map((name) => [name, said[name]]),
  )
  const before = ticket.fields ?? {}
  const values = definitions.map(
    (one) => [one.name, valueOf(one, form.fields[one.name] ?? '', before[one.name])] as const,
  )
  const fields = Object.fromEntries(values.filter(([name, value]) => !isSame(value, before[name])))
  if (Object.keys(fields).length > 0) change.fields = fields
  return Object.keys(change).length === 0 ? null : change
}

/** What gives a ticket back what a change takes; null when that cannot be said: nothing unsays a category. */
export function reverseOf(ticket: Ticket, change: DetailChange): DetailChange | null {
  if (
    (change.category !== undefined && ticket.category === null) ||
    (change.type !== undefined && ticket.type === null)
  )
    return null
  const names = (Object.keys(change) as (keyof DetailChange)[]).filter((name) => name !== 'fields')
  const back: DetailChange = Object.fromEntries(names.map((name) => [name, ticket[name] ?? null]))
  if (change.fields === undefined) return back
  const fields = Object.keys(change.fields).map((name) => [name, ticket.fields?.[name] ?? null] as const)
  return { ...back, fields: Object.fromEntries(fields) }
}

/** Whether a ticket still has what a change gave it. */
export function hasStill(ticket: Ticket, { fields = {}, ...rest }: DetailChange): boolean {
  const names = Object.keys(rest) as (keyof typeof rest)[]
  const inOrder = (value: DetailChange[keyof typeof rest]) => (Array.isArray(value) ? sorted(value) : value)
  return (
    names.every((name) => isSame(inOrder(ticket[name]), inOrder(rest[name]))) &&
    Object.entries(fields).every(([name, value]) => isSame(ticket.fields?.[name], value))
  )
}

type Category = TicketCatalogue['categories'][number]

/** Each category with the names of all it is part of before its own, those of one tree together. */
export function categoryPaths(categories: readonly Category[]): { slug: string; path: string }[] {
  const known = new Map(categories.map((one) => [one.slug, one]))
  const pathOf = ({ label, parent }: Category, depth: number): string => {
    const above = parent === null || depth > known.size ? undefined : known.get(parent)
    return above === undefined ? label : `${pathOf(above, depth + 1)} › ${label}`
  }
  return categories
    .map((one) => ({ slug: one.slug, path: pathOf(one, 0) }))
    .toSorted((one, other) => one.path.localeCompare(other.path))
}
