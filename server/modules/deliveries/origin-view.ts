import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An origin of callbacks of which there is something bad to remember. Instants in epoch ms. */
export interface FailingOrigin {
  readonly origin: string
  /** In a row. */
  readonly failures: number
  /** Counted to ten thousand. */
  readonly waiting: number
  readonly lastFailureAt: number | null
  readonly lastSuccessAt: number | null
  readonly probeAt: number | null
}

/** The latest to fail first, a hundred at most. */
export function findFailingOrigins(tx: Tx, workspaceId: string): Promise<FailingOrigin[]> {
  return tx.rows(sql<FailingOrigin>`
    select left(state.target, -2) as origin, state.failures, waiting.count as waiting, state.failed_at as "lastFailureAt",
      state.succeeded_at as "lastSuccessAt", state.probe_at as "probeAt"
    from webhook_states as state
    cross join lateral (
      select count(*)
      from (
        select 1
        from deliveries as pending
        where pending.workspace_id = state.workspace_id
          and pending.target = state.target
          and pending.state = 'pending'
        limit 10000) as first_ones) as waiting
    where state.workspace_id = ${workspaceId} and state.endpoint_id is null and state.failed_at is not null
    order by state.failed_at desc, state.target
    limit 100`)
}
