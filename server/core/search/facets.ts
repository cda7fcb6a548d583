import type { QueryTerm, WordField } from '../filters/index.ts'
import { quotedLexeme } from './exact-words.ts'

/** One thing that documents repeat of tickets, and the words of which a ticket must have one. */
export interface Facet {
  readonly name: 'channel' | 'queue' | 'partner' | 'customer' | 'assignee'
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
  order: 'order',
}

const stateFacets: Readonly<Record<string, readonly string[]>> = {
  open: ['new', 'open', 'waiting', 'hold'],
  waiting: ['waiting', 'hold'],
  solved: ['solved', 'closed'],
  closed: ['closed'],
}

/** Fields by which few of many tickets may be asked for and that no index of the tickets themselves serves. */
const sparse: ReadonlySet<string> = new Set(['status', ...Object.keys(facetNames).filter((field) => field !== 'queue')])
/** Fields that are a key of the tickets themselves. */
const keys: ReadonlySet<string> = new Set<WordField>(['number', 'externalId', 'customer'])

/** Whether a search without text is better answered by documents, once the newest tickets have been looked at. */
export function isSparse(terms: readonly QueryTerm[]): boolean {
  const wanted = terms.flatMap((term) => (term.kind === 'word' && !term.isNegated ? [term.field] : []))
  return wanted.some((field) => sparse.has(field)) && !wanted.some((field) => keys.has(field))
}

/**
 * The conditions of a search that documents can answer, each as a tsquery. They narrow down and decide nothing: whoever
 * finds by them holds what is found against the tickets themselves.
 */
export function facetsOf(terms: readonly QueryTerm[], more: readonly Facet[]): string[] {
  const own = terms.flatMap((term): string[] => {
    if (term.kind === 'word' && !term.isNegated) {
      // By its own word or by its category, as the list reads it.
      if (term.field === 'status') return [`(${oneOf('status', term.anyOf)} | ${oneOf('state', term.anyOf)})`]
      const name = facetNames[term.field]
      return name === undefined ? [] : [oneOf(name, term.anyOf)]
    }
    const states = term.kind === 'is' && !term.isNegated ? stateFacets[term.state] : undefined
    return states === undefined ? [] : [oneOf('state', states)]
  })
  return [...own, ...more.map(({ name, anyOf }) => oneOf(name, anyOf))]
}

/** In parentheses, for it stands among others. Of no word at all it is a word that no document has. */
function oneOf(name: string, words: readonly string[]): string {
  const alternatives = (words.length === 0 ? [''] : words).map((word) => quotedLexeme(`${name}:${word}`))
  return `(${alternatives.join(' | ')})`
}
