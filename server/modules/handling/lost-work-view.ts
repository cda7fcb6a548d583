import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { resumedCode } from './offer-codes.ts'

/** A task in the hands of an agent who is gone. */
export interface LostTask {
  readonly taskId: string
  readonly ticketId: string
  readonly caseId: string | null
  readonly kind: string
}

/**
 * What an agent has under way: active tasks, and calls on hold, whose caller is on the line. What somebody gave it by
 * hand after it had gone is left out: that was meant. What only went on after a pause was not.
 */
export function findWorkUnderWay(
  tx: Tx,
  workspaceId: string,
  asked: { agentId: string; lostSince: number },
): Promise<LostTask[]> {
  return tx.rows(sql<LostTask>`
    select task.id as "taskId", task.ticket_id as "ticketId", task.case_id as "caseId", task.kind
    from offers as offer
    join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
    where offer.workspace_id = ${workspaceId}
      and offer.agent_id = ${asked.agentId}
      and offer.state = 'accepted'
      and offer.released_at is null
      and not (offer.forced
        and offer.created_at > ${new Date(asked.lostSince)}
        and offer.reasons -> 0 ->> 'code' is distinct from ${resumedCode})
      and task.state = 'active'
    union
    select task.id, task.ticket_id, task.case_id, task.kind
    from calls as call
    join tasks as task on task.workspace_id = call.workspace_id and task.id = call.task_id
    where call.workspace_id = ${workspaceId}
      and call.ended_at is null
      and task.agent_id = ${asked.agentId}
      and task.state = 'paused'`)
}
