import type { QueryTerm } from '../../core/filters/index.ts'
import { type Correction, documentClauses } from '../../core/search/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { anyOf } from './document-view.ts'

/** A piece of a text; what was looked for is marked. */
export interface HighlightPart {
  readonly text: string
  readonly isMatch: boolean
}

/** Where a ticket holds what was looked for. */
export interface Highlight {
  readonly field: 'issueSummary' | 'message'
  readonly parts: readonly HighlightPart[]
}

/** No text holds these: they are taken out of what is marked. */
const [begin, end] = ['\u0002', '\u0003']
const ofSummary = `HighlightAll=true, StartSel=${begin}, StopSel=${end}`
const ofMessage = `MaxFragments=1, MinWords=5, MaxWords=18, StartSel=${begin}, StopSel=${end}`
const messageLetters = 8_000

/**
 * Where these tickets hold the words of a search: in the summary, else in the newest message that the caller may read and
 * that has one of them. `visibilities` are those of messages; none = messages are not shown.
 */
export async function findHighlights(
  tx: Tx,
  workspaceId: string,
  asked: {
    ticketIds: readonly string[]
    terms: readonly QueryTerm[]
    corrections: readonly Correction[]
    visibilities: readonly string[]
  },
): Promise<Map<string, Highlight>> {
  const everything = { contacts: true, messages: true, notes: true }
  const clauses = documentClauses(asked.terms, everything, asked.corrections)
  const wanted = anyOf(clauses.filter((clause) => !clause.isNegated))
  if (wanted === null || asked.ticketIds.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; summary: string; said: string | null }>`
    with asked as materialized (select ${wanted} as words)
    select ticket.id,
      ts_headline(search_configuration(ticket.language), translate(ticket.issue_summary, ${begin + end}, ''),
        asked.words, ${ofSummary}) as summary,
      (select ts_headline(search_configuration(ticket.language), translate(left(message.body, ${messageLetters}::integer),
          ${begin + end}, ''), asked.words, ${ofMessage})
        from messages as message
        where message.workspace_id = ticket.workspace_id
          and message.ticket_id = ticket.id
          and message.visibility = any(${asked.visibilities}::text[])
          and to_tsvector(search_configuration(ticket.language), left(message.body, ${messageLetters}::integer))
            @@ asked.words
        order by message.seq desc
        limit 1) as said
    from tickets as ticket
    cross join asked
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${asked.ticketIds}::uuid[])`)
  return new Map(
    rows.flatMap(({ id, summary, said }): [string, Highlight][] => {
      if (summary.includes(begin)) return [[id, { field: 'issueSummary', parts: partsOf(summary) }]]
      return said === null ? [] : [[id, { field: 'message', parts: partsOf(said) }]]
    }),
  )
}

function partsOf(marked: string): HighlightPart[] {
  return marked
    .replaceAll(end, begin)
    .split(begin)
    .flatMap((text, place) => {
      return text === '' ? [] : [{ text, isMatch: place % 2 === 1 }]
    })
}
