import type { Message, TimelineItem } from '@switchyard/sdk'
import { landmarkEvents, silentEvents } from './event-kinds.ts'

type TimelineEntry =
  | { kind: 'event'; event: TimelineItem }
  | { kind: 'message'; message: Message; ticketId: string }
  | { kind: 'fold'; id: string; events: TimelineItem[] }
  /** What follows is new. */
  | { kind: 'mark' }

const longestOpenRun = 2
/**
 * Runs of more than two events fold into "n earlier events", keeping the last one; opened folds stay open, and all are where
 * `opened` says so. What changes how the rest is read is never folded. `firstNew` is the item before which the mark stands.
 */
export function foldTimeline(
  items: readonly TimelineItem[],
  opened: ReadonlySet<string> | 'all',
  firstNew: string | null = null,
): TimelineEntry[] {
  const entries: TimelineEntry[] = []
  let run: TimelineItem[] = []
  const closeRun = () => {
    const first = run[0]
    const isFolded = first !== undefined && run.length > longestOpenRun && opened !== 'all' && !opened.has(first.id)
    if (isFolded) entries.push({ kind: 'fold', id: first.id, events: run.slice(0, -1) })
    for (const event of isFolded ? run.slice(-1) : run) entries.push({ kind: 'event', event })
    run = []
  }
  for (const item of items) {
    if (item.id === firstNew) {
      closeRun()
      entries.push({ kind: 'mark' })
    }
    if (item.message !== null) {
      closeRun()
      entries.push({ kind: 'message', message: item.message, ticketId: item.ticketId })
    } else if (landmarkEvents.has(item.type)) {
      closeRun()
      entries.push({ kind: 'event', event: item })
    } else if (!silentEvents.has(item.type)) run.push(item)
  }
  closeRun()
  return entries
}

const publicMessages = (items: readonly TimelineItem[]) =>
  items.flatMap((item) => (item.message?.visibility === 'public' ? [item.message] : []))

/** The highest `seq` among public messages, 0 when there is none: what a writer has read. */
export function lastPublicSeq(items: readonly TimelineItem[]): number {
  return publicMessages(items).reduce((last, message) => Math.max(last, message.seq), 0)
}

/** Public messages of others that came after a `seq`: what the guard before sending counts. */
export function newerThan(items: readonly TimelineItem[], seq: number, meId: string | null): number {
  return publicMessages(items).filter((message) => message.seq > seq && message.author.id !== meId).length
}

/** The decision behind each offer of the history, by offer id. */
export function decisionsByOffer(items: readonly TimelineItem[]): Map<string, string> {
  const known = new Map<string, string>()
  for (const { type, data } of items)
    if (type === 'offer.created' && typeof data.offerId === 'string' && typeof data.decisionId === 'string')
      known.set(data.offerId, data.decisionId)
  return known
}
