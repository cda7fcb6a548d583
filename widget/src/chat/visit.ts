import type { Kept } from './kept.ts'

/** So long a visit lasts: who comes back later comes for something else. */
const visitMs = 86_400_000

/**
 * Calls this browser's visit of a channel by when it began and a random text, anew after a day: what is read in a visit is
 * counted once, and leads to nobody.
 */
export function visitOf(kept: Kept, randomText: () => string): string {
  const now = Date.now()
  const known = kept.read() ?? ''
  if (now - parseInt(known) < visitMs) return known
  const made = `${now}-${randomText()}`
  kept.write(made)
  return made
}
