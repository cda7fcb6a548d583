import type { Tx } from '../../platform/context.ts'

/** Tasks of a kind that an agent has in hand, pending offers included. */
export interface HeldOfKind {
  readonly agentId: string
  readonly kind: string
  readonly tasks: number
}

/** How many tasks of each of these kinds each agent holds; who holds none is left out. Their loads must be locked. */
export function countHeldOfKinds(
  tx: Tx,
  workspaceId: string,
  wanted: readonly { agentId: string; taskKind: string }[],
): Promise<HeldOfKind[]> {
  const statement = {
    name: 'offers-held-of-kinds',
    text: `
      select offer.agent_id as "agentId", task.kind, count(*)::integer as tasks
      from offers as offer
      join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
      where offer.workspace_id = $1 and offer.agent_id = any($2::uuid[]) and task.kind = any($3::text[])
        and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
      group by offer.agent_id, task.kind`,
  }
  const agentIds = new Set(wanted.map(({ agentId }) => agentId))
  const kinds = new Set(wanted.map(({ taskKind }) => taskKind))
  return tx.prepared(statement, [workspaceId, [...agentIds], [...kinds]])
}
