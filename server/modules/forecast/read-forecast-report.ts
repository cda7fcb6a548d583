import {
  type ClockLife,
  type Curves,
  type ForecastScore,
  judgeLife,
  type Judging,
  type Prediction,
  scoreForecast,
  toCurves,
} from '../../core/forecast/index.ts'
import type { Context } from '../../platform/context.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { askForReport, type ReportInput, reportPlace, rowsUrl } from '../quality/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'
import { readDays } from './curves-view.ts'
import { usedForMs } from './latest-curves.ts'
import { allCalendars, readLives } from './read-lives.ts'

/** Judged before others are served: some milliseconds' work. */
const clocksInARow = 500

/** How good the breach risks of a time were. */
export interface ForecastReport {
  readonly from: number
  readonly to: number
  /** Tickets whose clocks were judged, and how many were created in the time. */
  readonly tickets: number
  readonly of: number
  readonly scores: readonly ForecastScore[]
  readonly rowsUrl: string
}

/**
 * What was to be expected of the clocks of the tickets created in the time at a quarter, half and three quarters of their
 * targets, by the curves of each day, held against what came of them by now. Throws as `askForReport` does.
 */
export async function readForecastReport(
  context: Context,
  input: Omit<ReportInput, 'groupBy'>,
): Promise<ForecastReport> {
  const asked = askForReport(context, { ...input, groupBy: null })
  const now = context.now()
  const workflow = await publishedWorkflow(context)
  const calendars = workflow === null ? new Map() : allCalendars(workflow)
  const time = { from: asked.from, to: asked.to, place: reportPlace(asked) }
  const { lives, tickets, of } = await readLives(context, time, { asOf: now, calendars })
  // A ticket of the time may come to a point of its life at any later day.
  const days = await context.read((tx) => readDays(tx, context.workspace.id, { from: asked.from - usedForMs, to: now }))
  const kept = days.map(({ knownUntil, curves }) => ({ knownUntil, curves: toCurves(curves) }))
  const judging = { now, calendars, curvesAt: (at: number) => curvesInUse(kept, at) }
  const judged = await inSlices(judgeLives(lives, judging), clocksInARow)
  return {
    from: asked.from,
    to: asked.to,
    tickets,
    of,
    scores: scoreForecast(judged),
    rowsUrl: rowsUrl(asked, null),
  }
}

/** Those of the latest day by then, as `latestCurves` gave them. */
function curvesInUse(days: readonly { knownUntil: number; curves: Curves }[], at: number): Curves | null {
  const day = days.findLast(({ knownUntil }) => knownUntil <= at)
  return day === undefined || day.knownUntil < at - usedForMs ? null : day.curves
}

function* judgeLives(lives: readonly ClockLife[], judging: Judging): Generator<number, Prediction[][], void> {
  const judged: Prediction[][] = []
  for (const life of lives) {
    judged.push(judgeLife(life, judging))
    yield 1
  }
  return judged
}
