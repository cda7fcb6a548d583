import type { WaitBasis } from '../../core/waits/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How well promises were kept; shares of 0 to 1, null when none was scored. */
export interface Accuracy {
  /** Promises whose wait ended in acceptance. */
  readonly n: number
  /** Promises to tasks that were cancelled or abandoned: how long they would have waited nobody knows. */
  readonly excluded: number
  readonly coverageP50: number | null
  readonly coverageP90: number | null
  readonly meanAbsoluteErrorSeconds: number | null
}

/** The accuracy of each basis (null = all together) over the promises made in `from <= t < to`, epoch ms. */
export function findAccuracy(
  tx: Tx,
  workspaceId: string,
  asked: { queue: string; from: number; to: number },
): Promise<(Accuracy & { readonly basis: WaitBasis | null })[]> {
  return tx.rows(sql<Accuracy & { basis: WaitBasis | null }>`
    with scored as (
      select promise.basis, promise.outcome, promise.p50_seconds, promise.p90_seconds,
        extract(epoch from promise.ended_at - promise.promised_at)::double precision as waited
      from wait_promises as promise
      where promise.workspace_id = ${workspaceId}
        and promise.queue = ${asked.queue}
        and promise.promised_at >= ${new Date(asked.from)}
        and promise.promised_at < ${new Date(asked.to)}
        and promise.ended_at is not null)
    select scored.basis, count(*) filter (where scored.outcome = 'accepted') as n,
      count(*) filter (where scored.outcome = 'left') as excluded,
      avg((scored.waited <= scored.p50_seconds)::integer::double precision) filter (where scored.outcome = 'accepted')
        as "coverageP50",
      avg((scored.waited <= scored.p90_seconds)::integer::double precision) filter (where scored.outcome = 'accepted')
        as "coverageP90",
      avg(abs(scored.waited - scored.p50_seconds)) filter (where scored.outcome = 'accepted')
        as "meanAbsoluteErrorSeconds"
    from scored
    group by grouping sets ((scored.basis), ())
    order by scored.basis nulls first`)
}
