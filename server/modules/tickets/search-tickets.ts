import {
  type Correction,
  documentClauses,
  facetsOf,
  isSoleWord,
  isSparse,
  newestCreated,
  oldestCreated,
} from '../../core/search/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { anyOf, findDocuments, lacksWords, rankDocuments, rightsOf, wantedOf } from '../search/index.ts'
import { type Asking, facetsOfFilter, type TicketFilter } from './ticket-filter.ts'
import {
  areIdsInStep,
  type AskedTickets,
  countTicketIds,
  findTicketsNamed,
  holdTickets,
  listNewestTicketIds,
  listTicketIds,
} from './ticket-list-view.ts'

/** Above every id. */
const aboveAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Of the newest tickets, how many are looked at one by one before documents are asked. */
const newestLookedAt = 1_000
/** Documents of the first round besides those asked for, and of one round at most: each takes more, for few pass. */
const [moreThanAsked, mostOfRound] = [10, 4_000]
/** Of so many matches, the newest, the best are shown first, unless a list asks for fewer. */
export const mostRanked = 1_000

/** A search as it is carried out. */
export interface TicketSearch {
  readonly filter: TicketFilter
  readonly asking: Asking
  readonly corrections: readonly Correction[]
}

interface Page {
  readonly below: string | null
  readonly limit: number
}

/**
 * Ids of tickets, newest first. Without text the tickets' own indexes answer; text, and conditions that few of many
 * tickets meet, are found by documents and held against the tickets themselves.
 */
export async function searchTicketIds(tx: Tx, context: Context, wish: TicketSearch & Page): Promise<string[]> {
  const workspaceId = context.workspace.id
  const search = { ...wish, below: await belowOf(tx, workspaceId, wish) }
  const { words, isThin } = askedOf(context, search)
  if (words.some(isWanted)) return throughDocuments(tx, context, search)
  const leftOut = anyOf(words.map((clause) => ({ ...clause, isNegated: false })))
  const asked: AskedTickets = {
    ...search,
    least: leastId(search),
    ...(leftOut !== null && { also: lacksWords(leftOut) }),
  }
  if (!isThin) return listTicketIds(tx, workspaceId, asked)
  const newest = await listNewestTicketIds(tx, workspaceId, { ...asked, lookedAt: newestLookedAt })
  if (newest.ids.length >= search.limit || newest.edge === null) return newest.ids
  const limit = search.limit - newest.ids.length
  return [...newest.ids, ...(await throughDocuments(tx, context, { ...search, below: newest.edge, limit }))]
}

/** Ids of tickets, the best first among the newest that match; `upTo` is the newest one that takes part. */
export async function rankTicketIds(
  tx: Tx,
  context: Context,
  search: TicketSearch & { readonly upTo: string | null; readonly among: number },
): Promise<{ id: string; rank: number }[]> {
  const below = search.upTo === null ? null : next(search.upTo)
  const ticketIds = await searchTicketIds(tx, context, { ...search, below, limit: search.among })
  const wanted = wantedOf(askedOf(context, search).words, [])
  if (wanted === null) return ticketIds.map((id) => ({ id, rank: 0 }))
  const ranked = await rankDocuments(tx, context.workspace.id, { wanted, ticketIds })
  const known = new Set(ranked.map(({ id }) => id))
  // What was found by its number before its document was built is what was meant.
  return [...ticketIds.filter((id) => !known.has(id)).map((id) => ({ id, rank: 1 })), ...ranked]
}

/** How many tickets a search has, counted up to `most`. */
export async function countTickets(
  tx: Tx,
  context: Context,
  search: TicketSearch & { readonly most: number },
): Promise<number> {
  const { words, isThin } = askedOf(context, search)
  const { terms } = search.filter
  const isOfState =
    terms.every(({ kind }) => kind === 'is') && facetsOfFilter(search.filter, search.asking).length === 0
  if (words.length === 0 && (!isThin || isOfState)) return countTicketIds(tx, context.workspace.id, search)
  return (await searchTicketIds(tx, context, { ...search, below: null, limit: search.most })).length
}

const isWanted = ({ isNegated }: { isNegated: boolean }) => !isNegated

function askedOf(context: Context, { filter, asking, corrections }: TicketSearch) {
  const words = documentClauses(filter.terms, rightsOf(context), corrections)
  const more = facetsOfFilter(filter, asking)
  const { at } = asking
  return { words, facets: facetsOf(filter.terms, more, at), isThin: isSparse(filter.terms, more, at) }
}

async function throughDocuments(tx: Tx, context: Context, search: TicketSearch & Page): Promise<string[]> {
  const { words, facets } = askedOf(context, search)
  const wanted = wantedOf(words, facets)
  if (wanted === null) return []
  const named = await namedTickets(tx, context, search)
  const ids: string[] = []
  const least = leastId(search) ?? ''
  let below = search.below ?? aboveAll
  let limit = Math.min(mostOfRound, search.limit + moreThanAsked)
  for (;;) {
    const found = await findDocuments(tx, { wanted, below, limit })
    const isLast = found.length < limit
    const edge = found.at(-1) ?? below
    const ofRound = named.filter((id) => id < below && (isLast || id >= edge))
    const ticketIds = [...new Set([...found, ...ofRound])]
    ids.push(...(await holdTickets(tx, context.workspace.id, { ...search, ticketIds })))
    if (isLast || edge < least || ids.length >= search.limit) return ids.slice(0, search.limit)
    below = edge
    limit = Math.min(mostOfRound, limit * 4)
  }
}

/** The tickets that a search for one word alone may name by number or id, before they have documents. */
function namedTickets(tx: Tx, context: Context, { filter }: TicketSearch): Promise<string[]> {
  const word = isSoleWord(filter.terms)
  return word === null ? Promise.resolve([]) : findTicketsNamed(tx, context.workspace.id, word)
}

/** A ticket has its id a moment before or after the instant it is created at. */
const idSkewMs = 60_000

/** No ticket that is wanted has a lesser id; null where a search does not say how old it may be. */
function leastId({ filter, asking }: TicketSearch): string | null {
  const from = oldestCreated(filter.terms, asking.at)
  if (from === null) return null
  return idOf(from - idSkewMs - Math.max(0, asking.aheadMs))
}

/** Where a list begins: below the page before, and below all tickets that are too young for it. */
async function belowOf(
  tx: Tx,
  workspaceId: string,
  { below, filter, asking }: TicketSearch & Page,
): Promise<string | null> {
  const until = newestCreated(filter.terms, asking.at)
  if (until === null || asking.aheadMs !== 0) return below
  const bound = idOf(until + idSkewMs)
  if (below !== null && below < bound) return below
  return (await areIdsInStep(tx, workspaceId, { bound, skewMs: idSkewMs })) ? bound : below
}

function idOf(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The least id above one, for lists that take what is below. */
function next(id: string): string {
  const hex = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
