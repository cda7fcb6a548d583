import { type ClockLife, curvesKnownAt } from '../../core/forecast/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { publishedWorkflow } from '../workflow/index.ts'
import { deleteDays, deleteOldDays, keepDays } from './curves-store.ts'
import { findKeptDays } from './curves-view.ts'
import { allCalendars, readLives } from './read-lives.ts'

const dayMs = 86_400_000
/** Tickets created in so many days before a day make its curves. */
const historyDays = 90
/** A workspace that begins to forecast does so for as many days back, as if it had then. */
const daysBack = 30
/** As far back as a report finds what was forecast. */
const keptDays = 400

/**
 * Keeps the curves of today and of the last thirty days that have none yet: each of what was known when it began. Gives how
 * many days were kept. Harmless when two do it at once: what is kept first stays.
 */
export async function keepCurves(context: Context): Promise<number> {
  requireSystem(context)
  const workspaceId = context.workspace.id
  const today = Math.floor(context.now() / dayMs) * dayMs
  const time = { from: today - daysBack * dayMs, to: today }
  const kept = new Set(await context.read((tx) => findKeptDays(tx, workspaceId, time)))
  const missing: number[] = []
  for (let day = time.from; day <= time.to; day += dayMs) if (!kept.has(day)) missing.push(day)
  const [first] = missing
  if (first === undefined) return 0
  const workflow = await publishedWorkflow(context)
  if (workflow === null) return 0
  const known = { asOf: today, calendars: allCalendars(workflow) }
  const history = { from: first - historyDays * dayMs, to: today, place: null }
  const { lives } = await readLives(context, history, known)
  const days = await inSlices(curvesOfDays(lives, missing), 1)
  // oxlint-disable-next-line switchyard/verb -- sums of what has been recorded already: nothing new happened
  return context.transaction((tx) => keepDays(tx, workspaceId, days))
}

/** Day by day. */
function* curvesOfDays(lives: readonly ClockLife[], days: readonly number[]) {
  const made = []
  for (const knownUntil of days) {
    const since = knownUntil - historyDays * dayMs
    const recent = lives.filter(({ startedAt }) => startedAt >= since)
    made.push({ knownUntil, curves: [...curvesKnownAt(recent, knownUntil).values()] })
    yield 1
  }
  return made
}

/** Removes the curves that no report asks for any more; gives how many days went. */
export async function removeOldCurves(context: Context): Promise<number> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- that curves are old is no fact
  return context.transaction((tx) => deleteOldDays(tx, context.workspace.id, context.now() - keptDays * dayMs))
}

/** Has all curves made anew by `keepCurves`: what was added to the past, or taken from it, is in none. */
export async function forgetCurves(context: Context): Promise<void> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- sums of what has been recorded already: nothing new happened
  await context.transaction((tx) => deleteDays(tx, context.workspace.id))
}

function requireSystem(context: Context): void {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
}
