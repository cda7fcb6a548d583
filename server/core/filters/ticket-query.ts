import { canonicalPriority } from '../workflow/priority.ts'

/** Fields of the search grammar that compare a ticket's own word with one of several. */
export const wordFields = [
  'status',
  'category',
  'type',
  'priority',
  'channel',
  'queue',
  'serviceLine',
  'language',
  'tag',
  'number',
  'customer',
  'externalId',
  'order',
  'affected',
  'field',
] as const

/** Letters of a custom field's value that it is found by; a longer one is found by its words. */
export const mostFieldLetters = 100

/** Fields that a ticket may have nothing in: `none` finds those. */
export const absentFields = ['category', 'type', 'serviceLine', 'tag', 'order', 'affected'] as const

export type AbsentField = (typeof absentFields)[number]

/** Whether a condition is also met by tickets that have nothing there. */
export function wantsAbsent(term: WordTerm): term is WordTerm & { readonly field: AbsentField } {
  return absentFields.some((field) => field === term.field) && term.anyOf.includes('none')
}

const slugFields: ReadonlySet<WordField> = new Set([
  'status',
  'category',
  'type',
  'priority',
  'channel',
  'queue',
  'serviceLine',
  'affected',
])

/** States that are more than a status. */
export const stateWords = ['open', 'waiting', 'solved', 'closed', 'breached', 'escalated', 'snoozed'] as const

export type StateWord = (typeof stateWords)[number]

/** Instants of a ticket that a search gives a range of. */
export const momentFields = ['created', 'updated', 'ended'] as const

type MomentField = (typeof momentFields)[number]

export type WordField = (typeof wordFields)[number]

/** Its own word in a field is one of these; of a custom field (`field`) they are written `name=value`. */
export interface WordTerm {
  readonly kind: 'word'
  readonly field: WordField
  readonly anyOf: readonly string[]
  readonly isNegated: boolean
}

/** One condition; all of them must hold. A leading minus in the text negates it. */
export type QueryTerm =
  | WordTerm
  /** `me`, `none`, an agent's id, or its name or first name. */
  | { readonly kind: 'assignee'; readonly who: string; readonly isNegated: boolean }
  /** `me`, or the id of an agent who follows it. */
  | { readonly kind: 'follower'; readonly who: string; readonly isNegated: boolean }
  /** The broader `open` = not solved and not closed; `escalated` = an open case has it. */
  | { readonly kind: 'is'; readonly state: StateWord; readonly isNegated: boolean }
  /** The next clock runs out within (`<`) or after (`>`) this time. */
  | { readonly kind: 'breach'; readonly comparison: '<' | '>'; readonly withinMs: number }
  | { readonly kind: 'age'; readonly comparison: '<' | '>'; readonly ms: number }
  /** `from <= instant < to` in epoch ms; null = open. `ended` is when it was solved, else closed. */
  | {
      readonly kind: 'moment'
      readonly field: MomentField
      readonly from: number | null
      readonly to: number | null
      readonly isNegated: boolean
    }
  /** Words to be found: one, a phrase in quotes, or with `*` the beginning of one. */
  | {
      readonly kind: 'text'
      readonly text: string
      readonly isPhrase: boolean
      readonly isPrefix: boolean
      readonly isNegated: boolean
    }

export type ParsedQuery =
  | { readonly kind: 'terms'; readonly terms: readonly QueryTerm[] }
  /** `term` as it was written, which begins at `at`. */
  | { readonly kind: 'refused'; readonly at: number; readonly term: string; readonly message: string }

/** More conditions than a person writes are a mistake or an attack. */
const mostTerms = 30

const pattern = /\s*(-?)(?:"([^"]*)"|(\w+)([:<>])(?:"([^"]*)"|(\S*))|(\S+))/y

/**
 * Reads the search grammar of api.md: `status:open assignee:me breach<30m tag:payment "launch error"`. Several values
 * of one field are separated by commas. `created:2026-11-01..2026-11-20` holds both days, in UTC; an instant ends before
 * it, and either end may be left out. A word that is no field is text.
 */
export function parseTicketQuery(query: string): ParsedQuery {
  const terms: QueryTerm[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < query.length) {
    const match = pattern.exec(query)
    if (match === null) break
    const written = match[0].trimStart()
    const refused = (message: string): ParsedQuery => {
      return { kind: 'refused', at: match.index + match[0].length - written.length, term: written, message }
    }
    if (terms.length === mostTerms) return refused(`A search may have at most ${mostTerms} conditions.`)
    const term = readTerm(match)
    if (typeof term === 'string') return refused(term)
    if (term !== null) terms.push(term)
  }
  return { kind: 'terms', terms }
}

function readTerm(match: RegExpExecArray): QueryTerm | string | null {
  const [, minus, quoted, field, operator, quotedValue, plainValue, word] = match
  const isNegated = minus === '-'
  if (field === undefined) {
    return readText(quoted ?? word ?? '', { isPhrase: quoted !== undefined, isNegated })
  }
  const value = quotedValue ?? plainValue ?? ''
  // An address and a time of day that somebody pasted name no field.
  if (value.startsWith('//') || /^\d/.test(field))
    return readText(`${field}${operator}${value}`, { isPhrase: quotedValue !== undefined, isNegated })
  if (value === '') return `"${field}${operator}" needs a value.`
  if (operator === ':') return readEquality(field, value, isNegated)
  return readComparison(field, operator === '<' ? '<' : '>', value)
}

function readText(
  written: string,
  { isPhrase, isNegated }: { isPhrase: boolean; isNegated: boolean },
): QueryTerm | null {
  const isPrefix = !isPhrase && written.length > 1 && written.endsWith('*')
  const text = isPrefix ? written.slice(0, -1) : written
  return text.trim() === '' ? null : { kind: 'text', text, isPhrase, isPrefix, isNegated }
}

function readEquality(field: string, value: string, isNegated: boolean): QueryTerm | string {
  if (field === 'assignee') return { kind: 'assignee', who: value, isNegated }
  if (field === 'follower') return { kind: 'follower', who: value, isNegated }
  if (field === 'is') {
    const state = stateWords.find((known) => known === value)
    return state === undefined ? `"is:" takes one of: ${stateWords.join(', ')}.` : { kind: 'is', state, isNegated }
  }
  const moment = momentFields.find((name) => name === field)
  if (moment !== undefined) {
    const range = readRange(value)
    if (range === null) return `"${value}" is not a range like 2026-11-01..2026-11-20.`
    return { kind: 'moment', field: moment, ...range, isNegated }
  }
  const known = wordFields.find((name) => name === field)
  if (known === undefined)
    return `There is no field "${field}"; known are: assignee, follower, is, ${[...wordFields, ...momentFields].join(', ')}, breach<, age>.`
  const words = value.split(',').filter((word) => word !== '')
  if (known === 'field') return readCustomField(words, isNegated)
  const anyOf = words.map((word) => wordAs(known, word))
  return anyOf.length === 0 ? `"${field}:" needs a value.` : { kind: 'word', field: known, anyOf, isNegated }
}

/** Further values are of the field that was named last. */
function readCustomField(words: readonly string[], isNegated: boolean): QueryTerm | string {
  let name = ''
  const anyOf: string[] = []
  for (const word of words) {
    const [, named, value = ''] = /^(?:(\w+)=)?(.*)$/s.exec(word) ?? []
    name = named ?? name
    if (name === '' || value === '') return '"field:" needs a name and a value, like field:transactionId=TX-77.'
    if (value.length > mostFieldLetters) return `A custom field is looked for by at most ${mostFieldLetters} letters.`
    anyOf.push(`${name}=${value.toLowerCase()}`)
  }
  return { kind: 'word', field: 'field', anyOf, isNegated }
}

/** Words of the workflow are written small, whoever writes them; a priority has other names too. */
function wordAs(field: WordField, word: string): string {
  if (!slugFields.has(field)) return word
  const slug = word.toLowerCase()
  return field === 'priority' ? (canonicalPriority(slug) ?? slug) : slug
}

function readComparison(field: string, comparison: '<' | '>', value: string): QueryTerm | string {
  const ms = readDuration(value)
  if (ms === null) return `"${value}" is not a time like 30m, 4h or 2d.`
  if (field === 'breach') return { kind: 'breach', comparison, withinMs: ms }
  if (field === 'age') return { kind: 'age', comparison, ms }
  return `"${field}${comparison}" is not a comparison; known are: breach and age.`
}

const dayMs = 86_400_000
const datePattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** A single date is that day. */
function readRange(text: string): { from: number | null; to: number | null } | null {
  const [first = '', last = first, ...more] = text.split('..')
  if (more.length > 0 || (first === '' && last === '')) return null
  const from = readMoment(first)
  const to = readMoment(last)
  if (from === undefined || to === undefined) return null
  return { from, to: to === null || last.includes('T') ? to : to + dayMs }
}

/** Null for an open end, undefined for what is no date. */
function readMoment(text: string): number | null | undefined {
  if (text === '') return null
  if (!datePattern.test(text)) return undefined
  try {
    return Temporal.Instant.from(text.includes('T') ? text : `${text}T00:00Z`).epochMilliseconds
  } catch {
    return undefined
  }
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function readDuration(text: string): number | null {
  const match = /^(\d{1,6})([smhd])$/.exec(text)
  const unit = unitMs[match?.[2] ?? '']
  return match === null || unit === undefined ? null : Number(match[1]) * unit
}
