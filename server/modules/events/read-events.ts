import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { EventType } from './catalogue.ts'
import { countEvents, findEvents, type PlacedEvent, readEventRange } from './event-view.ts'
import { feedOf } from './event-feed.ts'
import { mayReadEvents, maySeeEvent } from './may-see-event.ts'
import { watchWorkspace } from './watch-workspace.ts'

export interface EventQuery {
  /** The number after which to read; 0 = from the beginning. */
  readonly after: number
  readonly types?: readonly EventType[]
  readonly limit: number
  /** How long to wait for a first event, at most 30 s; left out = not at all. */
  readonly waitMs?: number
  /** Ends the waiting early. */
  readonly signal?: AbortSignal
}

export interface EventPage {
  readonly events: readonly PlacedEvent[]
  /** Where to read on: everything up to here was given or does not concern the caller. */
  readonly next: number
}

const longestWaitMs = 30_000
/** Rows looked through at most for one answer; a caller who sees few of them reads on from `next`. */
const scannedAtMost = 5_000
const rowsPerQuery = 500

/**
 * The events of the workspace that the caller may see, in order and without gaps, up to the commit horizon
 * (architecture.md, Events). Throws `forbidden` without `event:read`, `unavailable` while no feed runs.
 */
export async function readEvents(context: Context, query: EventQuery): Promise<EventPage> {
  if (!mayReadEvents(context.principal))
    throw new AppError('forbidden', 'This needs the permission "event:read".', { permission: 'event:read' })
  const feed = feedOf(context.memory)
  const endsAt = performance.now() + Math.min(query.waitMs ?? 0, longestWaitMs)
  // Watching begins before reading, so nothing is missed in between.
  const watch = watchWorkspace(feed, context.workspace.id)
  try {
    for (let after = query.after; ;) {
      const mark = feed.mark()
      const page = await readUpTo(context, { ...query, after }, mark)
      const leftMs = endsAt - performance.now()
      if (page.events.length > 0 || page.next < mark || leftMs <= 0 || query.signal?.aborted === true) return page
      after = page.next
      await watch.passes(after, leftMs, query.signal)
    }
  } finally {
    watch.stop()
  }
}

/** The events after one number up to another for those who send them on and filter by themselves; `limit` rows at most. */
export function readWorkspaceEvents(
  context: Context,
  range: { after: number; upTo: number; limit: number },
): Promise<PlacedEvent[]> {
  return readEventRange(context, range)
}

/** How many events the workspace has in a range, counted no further than `atMost`. */
export function countWorkspaceEvents(
  context: Context,
  range: { after: number; upTo: number; atMost: number },
): Promise<number> {
  return context.read((tx) => countEvents(tx, context.workspace.id, range))
}

async function readUpTo(context: Context, query: EventQuery, mark: number): Promise<EventPage> {
  const { limit, types = null } = query
  const events: PlacedEvent[] = []
  let after = query.after
  for (let scanned = 0; scanned < scannedAtMost;) {
    const range = { after, upTo: mark, types, limit: rowsPerQuery }
    const rows = await context.read((tx) => findEvents(tx, context.workspace.id, range))
    for (const row of rows) {
      after = row.seq
      if (maySeeEvent(context.principal, row)) events.push(row)
      if (events.length === limit) return { events, next: after }
    }
    if (rows.length < rowsPerQuery) return { events, next: Math.max(after, mark) }
    scanned += rows.length
  }
  return { events, next: after }
}
