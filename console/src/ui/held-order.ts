/**
 * The same entries in the order already on screen: what is known stays in its place with its new content, what is gone
 * leaves, what is new waits at the end. Used while a pointer rests on a list.
 */
export function heldOrder<T>(shown: readonly T[], fresh: readonly T[], idOf: (entry: T) => string): T[] {
  const byId = new Map(fresh.map((entry) => [idOf(entry), entry]))
  const kept = shown.flatMap((entry) => {
    const now = byId.get(idOf(entry))
    byId.delete(idOf(entry))
    return now ? [now] : []
  })
  return [...kept, ...byId.values()]
}
