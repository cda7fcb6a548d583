import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An offer of a ticket's work to a machine with an endpoint, that it is asked by or took work by. */
export interface MachineOffer {
  readonly id: string
  readonly taskId: string
  readonly agentId: string
  readonly state: 'pending' | 'accepted'
  /** Asked or held by it now. */
  readonly isLive: boolean
  /** Its task is still with this agent, paused perhaps. */
  readonly isTasksAgent: boolean
}

/** What machines with an endpoint are asked for or have had of a ticket's work, the latest offer first. */
export function findMachineOffers(tx: Tx, workspaceId: string, ticketId: string): Promise<MachineOffer[]> {
  return tx.rows(sql<MachineOffer>`
    select offer.id, offer.task_id as "taskId", offer.agent_id as "agentId", offer.state,
      offer.state = 'pending' or offer.released_at is null as "isLive",
      task.state in ('active', 'wrapup', 'paused') and task.agent_id is not distinct from offer.agent_id
        as "isTasksAgent"
    from tasks as task
    join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
    join agents as agent on agent.workspace_id = offer.workspace_id and agent.id = offer.agent_id
    where task.workspace_id = ${workspaceId}
      and task.ticket_id = ${ticketId}
      and offer.state in ('pending', 'accepted')
      and agent.kind <> 'person'
      and agent.endpoint_url is not null
    order by offer.created_at desc, offer.id desc`)
}
