import { keepText } from './kept.ts'
import { randomText } from './memory.ts'

/** So long a visit lasts: who comes back later comes for something else. */
const visitMs = 86_400_000

/**
 * Calls this browser's visit of a channel by a random text, drawn anew after a day: what is read in a visit is counted
 * once, and leads to nobody.
 */
export function openVisit(storage: Storage | null, key: string): () => string {
  const kept = keepText(storage, `switchyard.visit.${key}`)
  return () => {
    const [began, name] = kept.read()?.split(' ') ?? []
    if (name && Date.now() - Number(began) < visitMs) return name
    const made = randomText()
    kept.write(`${Date.now()} ${made}`)
    return made
  }
}
