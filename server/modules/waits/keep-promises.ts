import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { deleteOldPromises, scoreEnded } from './promise-store.ts'

const keptMs = 90 * 24 * 3_600_000
const rowsPerStep = 1_000

/** Scores the promises whose wait has ended, in small steps; gives how many. Doing it again changes nothing. */
export async function scorePromises(context: Context): Promise<number> {
  return inSteps(context, (work) =>
    // oxlint-disable-next-line switchyard/verb -- a measurement of our own forecasts: nothing happened to the task
    context.transaction((tx) => work(scoreEnded(tx, context.workspace.id, rowsPerStep))),
  )
}

/** Removes promises older than 90 days in small steps; gives how many went. */
export async function removeOldPromises(context: Context): Promise<number> {
  const beforeMs = context.now() - context.workspace.clockOffsetMs - keptMs
  return inSteps(context, (work) =>
    // oxlint-disable-next-line switchyard/verb -- that a measurement is old is no fact
    context.transaction((tx) => work(deleteOldPromises(tx, context.workspace.id, { beforeMs, limit: rowsPerStep }))),
  )
}

async function inSteps(
  context: Context,
  step: (work: (rows: Promise<number>) => Promise<number>) => Promise<number>,
): Promise<number> {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
  let total = 0
  for (;;) {
    const rows = await step((found) => found)
    total += rows
    if (rows < rowsPerStep) return total
  }
}
