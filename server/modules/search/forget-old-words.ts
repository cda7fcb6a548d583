import type { Context } from '../../platform/context.ts'
import { requireSystem } from './index-events.ts'
import { forgetUnsaid, takeWords } from './word-store.ts'

/** Gone through in one transaction, which keeps documents from being built: 0.2 s among a million documents. */
const wordsAtOnce = 50
/** In one turn of the chore; what is left is gone through in the next ones. */
const mostOfTurn = 4_000

/**
 * Goes through some of the words that slips are held against, and forgets those that no document says any more: of
 * tickets and customers that were changed since. Gives how many.
 */
export async function forgetOldWords(context: Context): Promise<number> {
  requireSystem(context)
  let forgotten = 0
  for (let seen = 0; seen < mostOfTurn; seen += wordsAtOnce) {
    // oxlint-disable-next-line switchyard/verb -- words repeat what is recorded elsewhere
    const step = await context.transaction(async (tx) => {
      const words = await takeWords(tx, context.workspace.id, wordsAtOnce)
      if (words === null || words.length === 0) return null
      const gone = await forgetUnsaid(tx, context.workspace.id, words)
      return { gone, isLast: words.length < wordsAtOnce }
    })
    forgotten += step?.gone ?? 0
    if (step === null || step.isLast) break
  }
  return forgotten
}
