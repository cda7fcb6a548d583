import { parseTicketQuery } from '../../core/filters/index.ts'
import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can } from '../access/index.ts'
import { countTicketsOf } from '../tickets/index.ts'
import { listViews } from './read-views.ts'
import type { SavedView } from './view.ts'

/** Counting stops here; screens show `999+`. */
const mostCounted = 1_000
/** A count this young is shared by everybody to whom it is the same. */
const sharedMs = 1_000
const keptAtMost = 5_000

export interface ViewCount {
  readonly view: SavedView
  readonly count: number
  /** There are more than were counted. */
  readonly isCapped: boolean
}

interface Kept {
  readonly at: number
  readonly count: Promise<number>
}

const counts = memoryKey('views.counts', () => new Map<string, Kept>())

/** How many tickets each view holds for the caller, counted up to a thousand. */
export async function countViews(context: Context): Promise<ViewCount[]> {
  const views = await listViews(context)
  const counted: ViewCount[] = []
  for (const view of views) {
    const count = await sharedCount(context, view.q)
    counted.push({ view, count: Math.min(count, mostCounted), isCapped: count > mostCounted })
  }
  return counted
}

function sharedCount(context: Context, q: string): Promise<number> {
  const kept = context.memory.of(counts)
  const key = JSON.stringify([context.workspace.id, q, ...sightOf(context, q)])
  const known = kept.get(key)
  const at = performance.now()
  if (known !== undefined && at - known.at < sharedMs) return known.count
  if (kept.size >= keptAtMost) kept.clear()
  // A view that was saved before the grammar changed counts nothing rather than hiding all others.
  const isReadable = parseTicketQuery(q).kind === 'terms'
  const count = isReadable ? countTicketsOf(context, { q, most: mostCounted + 1 }) : Promise.resolve(0)
  count.catch(() => kept.delete(key))
  kept.set(key, { at, count })
  return count
}

/** Everything of a caller that a count depends on. */
function sightOf({ principal }: Context, q: string): unknown[] {
  const { channels, queues } = scopeLists(principal.scope)
  const isOwn = principal.kind === 'customer' || q.includes('assignee:me')
  return [
    channels,
    queues,
    principal.partnerId,
    isOwn ? [principal.agentId, principal.kind === 'customer' ? principal.id : null] : null,
    can(principal, 'message:read'),
    can(principal, 'customer:read'),
  ]
}
