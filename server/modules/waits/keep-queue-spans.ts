import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { settledAfterMs } from './kept-counts.ts'
import { deleteOldSpans, forgetSpans, keepSpans, lockMark } from './span-store.ts'
import { countSpans, findFirstArrival } from './span-view.ts'

const quarterMs = 15 * 60_000
const dayMs = 24 * 3_600_000

/** Nine weeks: the eight that tell what to expect, and the present one. */
const keptMs = 63 * dayMs

/**
 * Counts the quarters of an hour that are over, each once, a day at most in a transaction; gives how many rows were
 * kept. Harmless when two do it at once: the mark is locked, and the second finds nothing to count.
 */
export async function keepQueueSpans(context: Context): Promise<number> {
  requireSystem(context)
  const until = Math.floor((context.now() - settledAfterMs) / quarterMs) * quarterMs
  let kept = 0
  for (;;) {
    const step = await countStep(context, until)
    kept += step.kept
    if (step.isDone) return kept
  }
}

/** Removes what no figure asks for any more; gives how many rows went. */
export async function removeOldSpans(context: Context): Promise<number> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- that a count is old is no fact
  return context.transaction((tx) => deleteOldSpans(tx, context.workspace.id, context.now() - keptMs))
}

/** Has everything counted again: what was added to the past, or taken from it, is in no count. */
export async function recountQueueSpans(context: Context): Promise<void> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- sums of what has been recorded already: nothing new happened
  await context.transaction((tx) => forgetSpans(tx, context.workspace.id))
}

function countStep(context: Context, until: number): Promise<{ kept: number; isDone: boolean }> {
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- a sum of what has been recorded already: nothing new happened
  return context.transaction(async (tx) => {
    const counted = await lockMark(tx, workspaceId)
    const first = counted ?? (await findFirstArrival(tx, workspaceId)) ?? until
    const from = Math.max(Math.floor(first / quarterMs) * quarterMs, until - keptMs)
    const to = Math.min(until, from + dayMs)
    if (counted !== null && to <= counted) return { kept: 0, isDone: true }
    const spans = to <= from ? [] : await countSpans(tx, workspaceId, { from, to })
    await keepSpans(tx, workspaceId, { spans, until: Math.max(from, to) })
    return { kept: spans.length, isDone: to >= until }
  })
}

function requireSystem(context: Context): void {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
}
