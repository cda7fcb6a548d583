import { parseTicketQuery, type QueryTerm } from '../../core/filters/index.ts'
import type { Correction } from '../../core/search/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { findCorrections, findHighlights, type Highlight } from '../search/index.ts'
import { readableFor } from './readable-for.ts'
import { countTickets, mostRanked, rankTicketIds, searchTicketIds, type TicketSearch } from './search-tickets.ts'
import type { TicketFilter } from './ticket-filter.ts'
import type { Ticket } from './ticket.ts'
import { findTickets } from './ticket-view.ts'

export const ticketSorts = ['newest', 'relevance'] as const
export type TicketSort = (typeof ticketSorts)[number]

/** Where a page ended, for the one after it. */
export interface ListPlace {
  readonly id: string
  /** By relevance: how well the last one matched, and the newest ticket that took part. */
  readonly rank?: number
  readonly upTo?: string
  /** What the words of the search were taken for on the first page. */
  readonly corrections?: readonly Correction[]
}

export interface TicketListInput extends Omit<TicketFilter, 'terms'> {
  /** The search grammar (docs/search.md); '' = everything. */
  readonly q: string
  /** The search of the view it is asked within; '' = none. */
  readonly within: string
  readonly sort: TicketSort
  /** By relevance: the best of so many, the newest that match. */
  readonly among: number
  readonly hasHighlights: boolean
  readonly after: ListPlace | null
  readonly limit: number
}

export interface TicketPage {
  readonly tickets: readonly Ticket[]
  readonly next: ListPlace | null
  readonly corrections: readonly Correction[]
  readonly highlights: ReadonlyMap<string, Highlight>
}

/** Fewer tickets than this may mean that a word has a slip. */
const few = 3

/**
 * A page of the tickets the caller may see, newest first or the best first. Where a search finds hardly any, words that
 * are spelt nearly alike are looked for as well, and named. Throws `invalid` for a search that cannot be read.
 */
export async function listTickets(context: Context, input: TicketListInput): Promise<TicketPage> {
  requirePermission(context, 'ticket:read')
  const search = searchOf(context, input)
  return context.read(async (tx) => {
    let page = await pageOf(tx, context, { search, input })
    let corrections: readonly Correction[] = search.corrections
    if (input.after === null && page.ids.length < few) {
      const likely = await findCorrections(tx, search.filter.terms)
      const respelt =
        likely.length === 0 ? page : await pageOf(tx, context, { search: { ...search, corrections: likely }, input })
      if (respelt.ids.length > page.ids.length) [page, corrections] = [respelt, likely]
    }
    const tickets = await findInOrder(tx, context, page.ids)
    const highlights = input.hasHighlights
      ? await findHighlights(tx, context.workspace.id, {
          ticketIds: page.ids,
          terms: search.filter.terms,
          corrections,
          visibilities: can(context.principal, 'message:read') ? readableFor(context).visibilities : [],
        })
      : new Map<string, Highlight>()
    const next = page.next === null || corrections.length === 0 ? page.next : { ...page.next, corrections }
    return { tickets, next, corrections, highlights }
  })
}

/** How many tickets a search has for the caller, counted up to `most`. Throws `invalid` like the list. */
export async function countTicketsOf(context: Context, input: { q: string; most: number }): Promise<number> {
  requirePermission(context, 'ticket:read')
  const search = searchOf(context, { ...wholeList, q: input.q })
  return context.read((tx) => countTickets(tx, context, { ...search, most: input.most }))
}

/** The ids of the tickets a search finds for the caller, newest first, up to a number. Throws `invalid` like the list. */
export async function findMatching(
  context: Context,
  { q, within, limit }: { q: string; within: string; limit: number },
): Promise<string[]> {
  requirePermission(context, 'ticket:read')
  const search = searchOf(context, { ...wholeList, q, within })
  return context.read((tx) => searchTicketIds(tx, context, { ...search, below: null, limit }))
}

/** A list of everything, to be narrowed down. */
export const wholeList = {
  q: '',
  within: '',
  status: null,
  queue: null,
  assignee: null,
  customerId: null,
  sort: 'newest',
  among: mostRanked,
  hasHighlights: false,
  after: null,
} as const

function searchOf(context: Context, input: Omit<TicketListInput, 'limit'>): TicketSearch {
  const { status, queue, assignee, customerId, after } = input
  const terms = [...termsOf(input.within), ...termsOf(input.q)]
  return {
    filter: { terms, status, queue, assignee, customerId },
    asking: { principal: context.principal, at: context.now(), aheadMs: context.workspace.clockOffsetMs },
    corrections: after?.corrections ?? [],
  }
}

function termsOf(q: string): QueryTerm[] {
  const parsed = parseTicketQuery(q)
  if (parsed.kind === 'terms') return parsed.terms.map(withPlainId)
  throw refuseField('q', 'unreadable_query', `${parsed.message} (\`${parsed.term}\` at ${parsed.at})`)
}

function withPlainId(term: QueryTerm): QueryTerm {
  return term.kind === 'assignee' || term.kind === 'follower'
    ? { ...term, who: decodeId('agent', term.who) ?? term.who }
    : term
}

interface IdPage {
  readonly ids: readonly string[]
  readonly next: ListPlace | null
}

async function pageOf(
  tx: Tx,
  context: Context,
  { search, input: { sort, among, after, limit } }: { search: TicketSearch; input: TicketListInput },
): Promise<IdPage> {
  if (sort === 'relevance' && search.filter.terms.some(({ kind }) => kind === 'text'))
    return bestPage(tx, context, { search, after, limit, among })
  const ids = await searchTicketIds(tx, context, { ...search, below: after?.id ?? null, limit: limit + 1 })
  const shown = ids.slice(0, limit)
  const last = shown.at(-1)
  return { ids: shown, next: ids.length > limit && last !== undefined ? { id: last } : null }
}

async function bestPage(
  tx: Tx,
  context: Context,
  { search, after, limit, among }: { search: TicketSearch; after: ListPlace | null; limit: number; among: number },
): Promise<IdPage> {
  const ranked = await rankTicketIds(tx, context, { ...search, among, upTo: after?.upTo ?? null })
  const upTo =
    after?.upTo ??
    ranked
      .map(({ id }) => id)
      .toSorted()
      .at(-1)
  const { id: afterId = '', rank: afterRank = Infinity } = after ?? {}
  const rest = ranked.filter(({ id, rank }) => rank < afterRank || (rank === afterRank && id < afterId))
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rest.length > limit && last !== undefined && upTo !== undefined
  return { ids: shown.map(({ id }) => id), next: hasMore ? { ...last, upTo } : null }
}

async function findInOrder(tx: Tx, context: Context, ids: readonly string[]): Promise<Ticket[]> {
  const found = new Map((await findTickets(tx, context.workspace.id, ids)).map((ticket) => [ticket.id, ticket]))
  return ids.flatMap((id) => found.get(id) ?? [])
}
