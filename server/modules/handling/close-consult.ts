import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { type Consult, endOpenConsult } from './consult-store.ts'
import type { TicketFact } from './ticket-change.ts'

/**
 * Why a consult ends: one of the two said so, the asked agent took the task over, the task left the one who asked, or the
 * endpoint of who is asked could not be reached.
 */
export type ConsultEnd = 'ended' | 'handed_over' | 'task_moved' | 'not_reached'

/** Ends the open consult of a task, if it has one; gives what happened. */
export async function closeConsult(
  tx: Tx,
  context: Context,
  { taskId, reason }: { taskId: string; reason: ConsultEnd },
): Promise<TicketFact[]> {
  const ended = await endOpenConsult(tx, context.workspace.id, { taskId, reason, at: context.now() })
  return ended === null
    ? []
    : [{ type: 'task.consult_ended', data: { ...consultData(ended), reason }, consult: { id: ended.id, note: null } }]
}

/** A consult as its events tell of it. */
export function consultData({ taskId, agentId, fromAgentId }: Omit<Consult, 'id'>) {
  return {
    taskId: encodeId('task', taskId),
    agentId: encodeId('agent', agentId),
    fromAgentId: encodeId('agent', fromAgentId),
  }
}
