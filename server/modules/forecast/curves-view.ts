import type { StratumCurve } from '../../core/forecast/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The curves of a day, epoch ms of its beginning. */
export interface DayRow {
  readonly knownUntil: number
  readonly curves: readonly StratumCurve[]
}

/** Names the curves of one day as they were made. */
export interface DayMark {
  readonly knownUntil: number
  readonly madeAt: number
}

/** The days of a time that have curves, in their order. */
export async function findKeptDays(tx: Tx, workspaceId: string, time: { from: number; to: number }): Promise<number[]> {
  const rows = await tx.rows(sql<{ knownUntil: number }>`
    select day.known_until as "knownUntil"
    from survival_curves as day
    where ${within(workspaceId, time)}
    order by day.known_until`)
  return rows.map(({ knownUntil }) => knownUntil)
}

/** The curves of the days of a time, in their order. */
export function readDays(tx: Tx, workspaceId: string, time: { from: number; to: number }): Promise<DayRow[]> {
  return tx.rows(sql<DayRow>`
    select day.known_until as "knownUntil", day.curves
    from survival_curves as day
    where ${within(workspaceId, time)}
    order by day.known_until`)
}

/** The last day of a time that has curves; null when none has. */
export function findLatestDay(
  tx: Tx,
  workspaceId: string,
  time: { from: number; to: number },
): Promise<DayMark | null> {
  return tx.first<DayMark>(sql`
    select day.known_until as "knownUntil", day.made_at as "madeAt"
    from survival_curves as day
    where ${within(workspaceId, time)}
    order by day.known_until desc
    limit 1`)
}

const within = (workspaceId: string, { from, to }: { from: number; to: number }) => sql`
  day.workspace_id = ${workspaceId} and day.known_until >= ${new Date(from)} and day.known_until <= ${new Date(to)}`
