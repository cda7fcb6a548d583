import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ClockDetail, StoredClock } from './stored-clock.ts'

/** A ticket's clocks, in the order they began. The caller has locked the ticket. */
export async function loadClocks(tx: Tx, workspaceId: string, ticketId: string): Promise<StoredClock[]> {
  const rows = await tx.rows(sql<{ id: string; detail: ClockDetail }>`
    select sla_clocks.id, sla_clocks.detail
    from sla_clocks
    where sla_clocks.workspace_id = ${workspaceId} and sla_clocks.ticket_id = ${ticketId}
    order by sla_clocks.started_at, sla_clocks.id`)
  return rows.map(({ id, detail }) => ({ id, ...detail }))
}

/** Writes a ticket's clocks as they now are, new ones included. */
export async function saveClocks(
  tx: Tx,
  workspaceId: string,
  ticketId: string,
  clocks: readonly StoredClock[],
): Promise<void> {
  const rows = clocks.map(({ id, ...detail }) => ({
    id,
    metric: detail.clock.metric,
    instance: detail.clock.instance,
    policy: detail.clock.policy,
    queue: detail.clock.queue ?? null,
    state: detail.clock.state,
    target_ms: detail.clock.targetMs,
    started_at: iso(detail.clock.startedAt),
    due_at: iso(detail.clock.dueAt),
    met_at: iso(detail.clock.metAt),
    breached_at: iso(detail.clock.breachedAt),
    elapsed_ms: detail.clock.metAt === null ? null : detail.clock.elapsedMs,
    detail,
  }))
  await tx.count(sql`
    insert into sla_clocks as clock (workspace_id, id, ticket_id, metric, instance, policy, queue, state, target_ms,
      started_at, due_at, met_at, breached_at, elapsed_ms, detail)
    select ${workspaceId}::uuid, row.id, ${ticketId}::uuid, row.metric, row.instance, row.policy, row.queue, row.state,
      row.target_ms, row.started_at, row.due_at, row.met_at, row.breached_at, row.elapsed_ms, row.detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, metric text, instance integer, policy text,
      queue text, state text, target_ms bigint, started_at timestamptz, due_at timestamptz, met_at timestamptz,
      breached_at timestamptz, elapsed_ms bigint, detail jsonb)
    on conflict (workspace_id, id) do update
    set policy = excluded.policy, state = excluded.state, target_ms = excluded.target_ms, due_at = excluded.due_at,
      met_at = excluded.met_at, breached_at = excluded.breached_at, elapsed_ms = excluded.elapsed_ms, detail = excluded.detail, version = clock.version + 1
    where clock.detail <> excluded.detail`)
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
