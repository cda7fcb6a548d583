import type { StratumCurve } from '../../core/forecast/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Keeps the curves of days (epoch ms of their beginnings); a day that is there stays as it is. Gives how many are new. */
export function keepDays(
  tx: Tx,
  workspaceId: string,
  days: readonly { readonly knownUntil: number; readonly curves: readonly StratumCurve[] }[],
): Promise<number> {
  const rows = days.map(({ knownUntil, curves }) => ({ known_until: new Date(knownUntil).toISOString(), curves }))
  return tx.count(sql`
    insert into survival_curves (workspace_id, known_until, curves)
    select ${workspaceId}::uuid, row.known_until, row.curves
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (known_until timestamptz, curves jsonb)
    on conflict (workspace_id, known_until) do nothing`)
}

/** Removes the curves of days that began before an instant (epoch ms). */
export function deleteOldDays(tx: Tx, workspaceId: string, before: number): Promise<number> {
  return tx.count(sql`
    delete from survival_curves as day
    where day.workspace_id = ${workspaceId} and day.known_until < ${new Date(before)}`)
}

/** Removes the curves of all days. */
export function deleteDays(tx: Tx, workspaceId: string): Promise<number> {
  return tx.count(sql`delete from survival_curves as day where day.workspace_id = ${workspaceId}`)
}
