import type { QueryTerm } from '../filters/index.ts'
import { quotedLexeme, reversedDigits } from './exact-words.ts'
import type { Correction } from './respell.ts'
import { otherForms } from './word-forms.ts'

type TextTerm = Extract<QueryTerm, { kind: 'text' }>

/** By what a caller may find: a word that stands only in what they may not read finds nothing. */
export interface FindingRights {
  readonly contacts: boolean
  readonly messages: boolean
  readonly notes: boolean
}

/** One condition on the words of a document. */
export interface Clause {
  /** For `to_tsquery` in each language; any of them may match. */
  readonly spoken: readonly string[]
  /** Taken as they are: ids and contacts. */
  readonly exact: readonly string[]
  readonly isNegated: boolean
}

/** What the text of a search asks of documents: all clauses must hold. */
export function documentClauses(
  terms: readonly QueryTerm[],
  rights: FindingRights,
  corrections: readonly Correction[] = [],
): Clause[] {
  const weights = weightsOf(rights)
  return terms.flatMap((term): Clause[] => {
    if (term.kind !== 'text') return []
    const respelt = corrections.find(({ written }) => written === term.text)?.words ?? []
    const forms = term.isPhrase || term.isPrefix ? [] : otherForms(term.text)
    return [
      {
        spoken: [term.text, ...forms, ...respelt].map((text) => spokenWord(text, weights, term.isPrefix)),
        exact: exactWords(term, rights),
        isNegated: term.isNegated,
      },
    ]
  })
}

/** The only word or phrase of a search that has no other text, which may be a ticket's number or id; null otherwise. */
export function isSoleWord(terms: readonly QueryTerm[]): string | null {
  const [text, ...more] = terms.filter((term) => term.kind === 'text')
  return text === undefined || more.length > 0 || text.isNegated ? null : text.text
}

/** The weights a word may be found under; none named = under all, which needs no look at the document itself. */
function weightsOf({ contacts, messages, notes }: FindingRights): string {
  if (contacts && messages && notes) return ''
  return `A${contacts ? 'B' : ''}${messages ? 'C' : ''}${notes ? 'D' : ''}`
}

/** Several words in quotes must follow each other. */
function spokenWord(text: string, weights: string, isPrefix: boolean): string {
  const marks = `${weights}${isPrefix ? '*' : ''}`
  return quotedLexeme(text) + (marks === '' ? '' : `:${marks}`)
}

function exactWords({ text, isPrefix }: TextTerm, { contacts }: FindingRights): string[] {
  const word = text.trim().toLowerCase()
  const digits = reversedDigits(text)
  const exact = [quotedLexeme(`=${word.replace(/^#(?=\d)/, '')}`, isPrefix)]
  if (contacts && word.includes('@')) exact.push(quotedLexeme(`@${word}`, isPrefix))
  if (contacts && digits !== null) exact.push(quotedLexeme(`#${digits}`, true))
  return exact
}
