import { type BreachRisk, breachRisk, lifeOf, placeAt } from '../../core/forecast/index.ts'
import type { Context } from '../../platform/context.ts'
import { isForStaff } from '../../platform/principal.ts'
import { type ExplainedClock, explainSla } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { type CurvesInUse, latestCurves } from './latest-curves.ts'
import { findPlaceFacts } from './lives-view.ts'
import { allCalendars } from './read-lives.ts'

/** How likely a clock is late, and up to when what that stands on was known (epoch ms). */
export interface ForecastRisk extends BreachRisk {
  readonly knownUntil: number
}

/** A clock with how likely it is late: null unless it runs now and enough is known, and for who is not of the workspace. */
export interface ClockWithRisk {
  readonly clock: ExplainedClock
  readonly risk: ForecastRisk | null
}

/**
 * A ticket's clocks as `explainSla` gives them, with how likely those that run are late. No history is read: the curves of
 * the day are remembered, and the log is asked what the ticket was when its clocks began.
 */
export async function explainWithRisk(
  context: Context,
  input: { ticketId: string; asOf: number | null },
): Promise<ClockWithRisk[] | null> {
  const clocks = await explainSla(context, input)
  if (clocks === null) return null
  const isAsked = isForStaff(context.principal) && input.asOf === null && clocks.some(isRunning)
  const known = isAsked ? await readKnown(context, input.ticketId) : null
  return clocks.map((clock) => ({ clock, risk: known === null ? null : riskOf(clock, known) }))
}

const isRunning = ({ explanation }: ExplainedClock) => explanation?.state === 'running'

interface Known extends CurvesInUse {
  readonly facts: Awaited<ReturnType<typeof findPlaceFacts>>
  readonly calendars: ReturnType<typeof allCalendars>
}

async function readKnown(context: Context, ticketId: string): Promise<Known | null> {
  const calendars = allCalendars(await currentWorkflow(context))
  return context.read(async (tx) => {
    const inUse = await latestCurves(tx, context)
    if (inUse === null || inUse.curves.size === 0) return null
    return { ...inUse, calendars, facts: await findPlaceFacts(tx, context.workspace.id, ticketId) }
  })
}

function riskOf(clock: ExplainedClock, { curves, facts, calendars, knownUntil }: Known): ForecastRisk | null {
  const { stored, explanation } = clock
  if (explanation === null || !isRunning(clock)) return null
  const place = placeAt(facts, stored.clock.startedAt)
  const life = lifeOf(stored.ledger, place, { asOf: explanation.asOf, calendars })
  // Of a clock that goes on after its end nothing alike is known.
  if (life === null || life.end !== null) return null
  const risk = breachRisk(curves, { ...life, usedMs: explanation.usedMs, targetMs: explanation.targetMs })
  return risk === null ? null : { ...risk, knownUntil }
}
