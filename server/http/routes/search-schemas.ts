import { Type } from 'typebox'
import type { ListPlace, TicketPage } from '../../modules/tickets/index.ts'
import { component, oneOf } from '../schemas.ts'

type FoundHighlight = TicketPage['highlights'] extends ReadonlyMap<string, infer Highlight> ? Highlight : never

/** Where a page of tickets ended. */
export const searchCursor = Type.Object({
  id: Type.String(),
  rank: Type.Optional(Type.Number()),
  upTo: Type.Optional(Type.String()),
  corrections: Type.Optional(Type.Array(Type.Object({ written: Type.String(), words: Type.Array(Type.String()) }))),
})

/** Where a ticket holds what was looked for. */
export const HighlightSchema = component('Highlight', {
  field: oneOf(['issueSummary', 'message']),
  parts: Type.Array(Type.Object({ text: Type.String(), isMatch: Type.Boolean() }), {
    description: 'The text in pieces; those that were looked for are marked.',
  }),
})

/** What became of the words of a search. */
export const SearchSchema = component('SearchNote', {
  corrections: Type.Array(
    Type.Object(
      { written: Type.String(), words: Type.Array(Type.String()) },
      {
        description: 'A word that hardly any ticket has, and those spelt nearly alike that were looked for as well.',
      },
    ),
  ),
})

export function presentHighlight(highlight: FoundHighlight | undefined) {
  return highlight === undefined
    ? null
    : { field: highlight.field, parts: highlight.parts.map((part) => ({ ...part })) }
}

export function presentSearch(corrections: TicketPage['corrections']) {
  return { corrections: corrections.map(({ written, words }) => ({ written, words: [...words] })) }
}

export function presentPlace({ corrections, ...place }: ListPlace) {
  return corrections === undefined ? place : { ...place, ...presentSearch(corrections) }
}
