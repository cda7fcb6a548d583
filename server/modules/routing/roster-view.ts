import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** What an agent holds, by kind of task. */
export interface HeldKind {
  readonly agentId: string
  readonly kind: string
  /** In hand, paused work that keeps its units included. */
  readonly tasks: number
  /** Offers not answered. */
  readonly offers: number
  /** Of the work in hand. */
  readonly units: number
}

/** What these agents hold now. */
export function findHeldKinds(tx: Tx, workspaceId: string, agentIds: readonly string[]): Promise<HeldKind[]> {
  return tx.rows(sql<HeldKind>`
    select offer.agent_id as "agentId", task.kind, count(*) filter (where offer.state = 'accepted') as tasks,
      count(*) filter (where offer.state = 'pending') as offers,
      coalesce(sum(offer.units) filter (where offer.state = 'accepted'), 0)::integer as units
    from offers as offer
    join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
    where offer.workspace_id = ${workspaceId}
      and offer.agent_id = any(${agentIds}::uuid[])
      and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
    group by offer.agent_id, task.kind`)
}
