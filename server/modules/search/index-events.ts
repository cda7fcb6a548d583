import type { Context, Tx } from '../../platform/context.ts'
import { chunk } from '../../platform/chunk.ts'
import { AppError } from '../../platform/errors.ts'
import { asNew, buildDocuments, countWords } from './document-store.ts'
import { ensureCursor, moveCursor, type SearchCursor, takeCursor } from './search-cursor-store.ts'
import { findTicketsBelow, findTouched } from './search-cursor-view.ts'

/** Read at once; a ticket that was touched by several of them is built once. */
const eventsAtOnce = 1_000
const documentsAtOnce = 200
const rebuiltAtOnce = 500

/** What one step did. */
export interface IndexStep {
  readonly documents: number
  /** There is more to do at once. */
  readonly hasMore: boolean
  /** Another process is at it. */
  readonly isTaken: boolean
}

/**
 * Brings the documents of this workspace up to the commit horizon `upTo`, some events at a time, and a rebuild that is
 * under way some tickets further. The place reached moves in the same transaction.
 */
export async function indexEvents(context: Context, { upTo }: { upTo: number }): Promise<IndexStep> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- what happened has been recorded; this writes down where to find it
  return context.transaction(async (tx) => {
    await ensureCursor(tx, context.workspace.id, upTo)
    const cursor = await takeCursor(tx, context.workspace.id)
    if (cursor === null) return { documents: 0, hasMore: false, isTaken: true }
    const followed = await follow(tx, context, { cursor, upTo })
    const rebuilt = await rebuild(tx, context, followed.cursor)
    await moveCursor(tx, context.workspace.id, rebuilt.cursor)
    return {
      documents: followed.documents + rebuilt.documents,
      hasMore: followed.hasMore || rebuilt.cursor.rebuildBelow !== null,
      isTaken: false,
    }
  })
}

interface Progress {
  readonly cursor: SearchCursor
  readonly documents: number
  readonly hasMore: boolean
}

async function follow(
  tx: Tx,
  context: Context,
  { cursor, upTo }: { cursor: SearchCursor; upTo: number },
): Promise<Progress> {
  if (cursor.seq >= upTo) return { cursor, documents: 0, hasMore: false }
  const range = { after: cursor.seq, upTo, limit: eventsAtOnce }
  const touched = await findTouched(tx, context.workspace.id, range)
  for (const some of chunk(touched.ticketIds, documentsAtOnce)) {
    await countWords(tx, context.workspace.id, await buildDocuments(tx, context.workspace.id, some))
  }
  const isFull = touched.events === eventsAtOnce
  return {
    cursor: { ...cursor, seq: isFull ? touched.lastSeq : upTo },
    documents: touched.ticketIds.length,
    hasMore: isFull,
  }
}

async function rebuild(tx: Tx, context: Context, cursor: SearchCursor): Promise<Progress> {
  const { rebuildBelow } = cursor
  if (rebuildBelow === null) return { cursor, documents: 0, hasMore: false }
  const ticketIds = await findTicketsBelow(tx, context.workspace.id, { below: rebuildBelow, limit: rebuiltAtOnce })
  for (const some of chunk(ticketIds, documentsAtOnce)) await buildDocuments(tx, context.workspace.id, some)
  // Counted together: tickets share most of their words, and each word is a row.
  await countWords(tx, context.workspace.id, ticketIds.map(asNew))
  const isLast = ticketIds.length < rebuiltAtOnce
  const below = isLast ? null : (ticketIds.at(-1) ?? null)
  return {
    cursor: { ...cursor, rebuildBelow: below, rebuilt: cursor.rebuilt + ticketIds.length },
    documents: ticketIds.length,
    hasMore: !isLast,
  }
}

/** Documents are built by the product itself and by who has the data folder: never on a caller's behalf. */
export function requireSystem({ principal }: Context): void {
  if (principal.kind !== 'system') throw new AppError('forbidden', 'Documents are built by the system alone.')
}
