import { type Curves, toCurves } from '../../core/forecast/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { type DayMark, findLatestDay, readDays } from './curves-view.ts'

/** Curves in use, and up to when they know. */
export interface CurvesInUse {
  readonly knownUntil: number
  readonly curves: Curves
}

/** Older curves are not used: the desk may have become another. */
export const usedForMs = 7 * 86_400_000

/** What a process remembers of each workspace: the curves of one day, some tens of kilobytes. */
const memoryOfCurves = memoryKey('forecast.curves', () => new Map<string, DayMark & CurvesInUse>())

/** The curves of the latest day; each time it is asked only which day that is. Null where there are none, or only old ones. */
export async function latestCurves(tx: Tx, context: Context): Promise<CurvesInUse | null> {
  const { id } = context.workspace
  const now = context.now()
  const latest = await findLatestDay(tx, id, { from: now - usedForMs, to: now })
  if (latest === null) return null
  const remembered = context.memory.of(memoryOfCurves)
  const known = remembered.get(id)
  if (known?.knownUntil === latest.knownUntil && known.madeAt === latest.madeAt) return known
  const [day] = await readDays(tx, id, { from: latest.knownUntil, to: latest.knownUntil })
  if (day === undefined) return null
  const read = { ...latest, curves: toCurves(day.curves) }
  remembered.set(id, read)
  return read
}
