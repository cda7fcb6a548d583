import type { TimelineItem } from '@switchyard/sdk'
import { silentEvents } from './event-kinds.ts'

/** What others did and said in a time in which nobody looked; an item that is not shown is none. */
export function unseenOf(
  items: readonly TimelineItem[],
  unseen: { from: string; to: string } | null,
  meIds: readonly string[],
): readonly TimelineItem[] {
  if (unseen === null) return []
  const [from, to] = [Date.parse(unseen.from), Date.parse(unseen.to)]
  return items.filter(({ at, actor, message, type }) => {
    const time = Date.parse(at)
    return time > from && time <= to && !meIds.includes(actor.id) && (message !== null || !silentEvents.has(type))
  })
}
