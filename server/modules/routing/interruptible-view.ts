import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Units each agent holds of the kinds named beside it, pending offers included. */
export async function findUnitsOfKinds(
  tx: Tx,
  workspaceId: string,
  wanted: readonly { agentId: string; kind: string }[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ agentId: string; units: number }>`
    select wanted.agent_id as "agentId", sum(offer.units)::integer as units
    from unnest(${wanted.map((one) => one.agentId)}::uuid[], ${wanted.map((one) => one.kind)}::text[])
      as wanted (agent_id, kind)
    join offers as offer
      on offer.workspace_id = ${workspaceId} and offer.agent_id = wanted.agent_id
        and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
    join tasks as task
      on task.workspace_id = offer.workspace_id and task.id = offer.task_id and task.kind = wanted.kind
    group by wanted.agent_id`)
  return new Map(rows.map((row) => [row.agentId, row.units]))
}
