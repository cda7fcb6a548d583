import { type QueryTerm, wantsAbsent, type WordField } from '../filters/index.ts'
import { quotedLexeme } from './exact-words.ts'

/** One thing that documents repeat of tickets, and the words of which a ticket must have one. */
export interface Facet {
  readonly name: 'channel' | 'queue' | 'partner' | 'customer' | 'assignee' | 'status'
  readonly anyOf: readonly string[]
}

/** Fields whose words documents carry, with the word before the colon there (0024-search.sql). */
const facetNames: Partial<Record<WordField, string>> = {
  tag: 'tag',
  queue: 'queue',
  channel: 'channel',
  serviceLine: 'line',
  language: 'language',
  category: 'category',
  type: 'type',
  priority: 'priority',
  affected: 'affected',
  field: 'field',
  order: 'order',
}

const categories = ['new', 'open', 'waiting', 'hold', 'solved', 'closed']
const stateFacets: Readonly<Record<string, readonly string[]>> = {
  open: ['new', 'open', 'waiting', 'hold'],
  waiting: ['waiting', 'hold'],
  solved: ['solved', 'closed'],
  closed: ['closed'],
}

/** Fields that are a key of the tickets themselves. */
const keys: ReadonlySet<string> = new Set<WordField>(['number', 'externalId', 'customer'])
/** Of a longer time there is likely to be something among the newest tickets. */
const mostDays = 62
const dayMs = 86_400_000

/**
 * Whether a search without text is better answered by documents, once the newest tickets have been looked at. Keys, the
 * open tickets of a queue or of an agent, deadlines, open cases and followers have indexes of their own.
 */
export function isSparse(terms: readonly QueryTerm[], more: readonly Facet[], at: number): boolean {
  const isOwn = terms.some(
    (term) =>
      (term.kind === 'word' && !term.isNegated && keys.has(term.field)) ||
      term.kind === 'breach' ||
      term.kind === 'follower' ||
      (term.kind === 'is' && !term.isNegated && ['breached', 'escalated', 'snoozed'].includes(term.state)),
  )
  if (isOwn || more.some(({ name }) => name === 'customer')) return false
  return facetsOf(terms, more, at).length > 0 && !isOpenOfOne(terms, more)
}

/** The instant before which nothing that a search wants was created; null where it says none. */
export function oldestCreated(terms: readonly QueryTerm[], at: number): number | null {
  const least = terms.flatMap((term) => {
    if (term.kind === 'age' && term.comparison === '<') return [at - term.ms]
    return term.kind === 'moment' && term.field === 'created' && !term.isNegated && term.from !== null
      ? [term.from]
      : []
  })
  return least.length === 0 ? null : Math.max(...least)
}

/** The instant from which on nothing that a search wants was created; null where it says none. */
export function newestCreated(terms: readonly QueryTerm[], at: number): number | null {
  const most = terms.flatMap((term) => {
    if (term.kind === 'age' && term.comparison === '>') return [at - term.ms]
    return term.kind === 'moment' && term.field === 'created' && !term.isNegated && term.to !== null ? [term.to] : []
  })
  return most.length === 0 ? null : Math.min(...most)
}

/** The open tickets of one queue or one agent, and nothing besides. */
function isOpenOfOne(terms: readonly QueryTerm[], more: readonly Facet[]): boolean {
  const isOpen = terms.some((term) => term.kind === 'is' && term.state === 'open' && !term.isNegated)
  const isPlain = (term: QueryTerm) =>
    'isNegated' in term &&
    (term.isNegated ||
      term.kind === 'assignee' ||
      (term.kind === 'is' && term.state === 'open') ||
      (term.kind === 'word' && term.field === 'queue' && term.anyOf.length === 1))
  const ones = more.filter(({ name, anyOf }) => (name === 'queue' || name === 'assignee') && anyOf.length === 1)
  const hasOne = ones.length > 0 || terms.some((term) => term.kind === 'word' && !term.isNegated)
  return isOpen && hasOne && ones.length === more.length && terms.every(isPlain)
}

/**
 * The conditions of a search that documents can answer, each as a tsquery. They narrow down and decide nothing: whoever
 * finds by them holds what is found against the tickets themselves.
 */
export function facetsOf(terms: readonly QueryTerm[], more: readonly Facet[], at: number): string[] {
  return [...terms.flatMap((term) => facetOf(term, at)), ...more.map(({ name, anyOf }) => oneOf(name, anyOf))]
}

function facetOf(term: QueryTerm, at: number): string[] {
  switch (term.kind) {
    case 'word': {
      if (term.isNegated || wantsAbsent(term)) return []
      // By its own word or by its category, as the list reads it.
      if (term.field === 'status') return [`(${oneOf('status', term.anyOf)} | ${oneOf('state', term.anyOf)})`]
      const name = facetNames[term.field]
      return name === undefined ? [] : [oneOf(name, term.anyOf)]
    }
    case 'is': {
      const states = stateFacets[term.state]
      if (states === undefined) return []
      return [oneOf('state', term.isNegated ? categories.filter((one) => !states.includes(one)) : states)]
    }
    case 'age':
      return term.comparison === '<' ? daysOf('created', at - term.ms, at) : []
    case 'moment':
      return term.isNegated ? [] : daysOf(term.field, term.from, term.to ?? at)
    case 'assignee':
    case 'follower':
    case 'breach':
    case 'text':
      return []
  }
}

/** The days that a time touches. A time without a beginning, or a long one, narrows nothing down. */
function daysOf(name: string, from: number | null, to: number): string[] {
  if (from === null) return []
  const [first, last] = [Math.floor(from / dayMs), Math.floor(to / dayMs)]
  if (last - first >= mostDays) return []
  const days = Array.from({ length: Math.max(0, last - first) + 1 }, (_, day) => String(first + day))
  return [oneOf(name, days)]
}

/** In parentheses, for it stands among others. Of no word at all it is a word that no document has. */
function oneOf(name: string, words: readonly string[]): string {
  const alternatives = (words.length === 0 ? [''] : words).map((word) => quotedLexeme(`${name}:${word}`))
  return `(${alternatives.join(' | ')})`
}
