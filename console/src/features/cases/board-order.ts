/** A key's way over the board. */
export type Step = 'up' | 'down' | 'left' | 'right' | 'next' | 'previous'

/**
 * The card that a key leads to, or null where there is none: up and down within a lane, left and right to the same place
 * of the next lane that has cards, next and previous through all of them.
 */
export function stepOver(lanes: readonly (readonly string[])[], from: string | null, step: Step): string | null {
  const all = lanes.flat()
  const lane = lanes.findIndex((ids) => from !== null && ids.includes(from))
  const known = lanes[lane]
  if (from === null || known === undefined) return all[0] ?? null
  const place = known.indexOf(from)
  if (step === 'next') return all[all.indexOf(from) + 1] ?? null
  if (step === 'previous') return all[all.indexOf(from) - 1] ?? null
  if (step === 'up') return known[place - 1] ?? null
  if (step === 'down') return known[place + 1] ?? null
  const way = step === 'right' ? lanes.slice(lane + 1) : lanes.slice(0, lane).toReversed()
  const target = way.find((ids) => ids.length > 0)
  return target?.[Math.min(place, target.length - 1)] ?? null
}
