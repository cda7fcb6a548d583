import type { Context, Tx } from '../../platform/context.ts'
import { saveTask, type Task } from '../routing/index.ts'
import { deskHold } from './task-hold.ts'
import type { Grip, TaskMove, TicketFact } from './ticket-change.ts'

/**
 * Offers a waiting task to a partner's desk before its queue: declined or run out it waits on there at its rank, as after
 * any other offer. Nothing happens where somebody has it, and where the desk takes nothing.
 */
export async function handOff(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, ...offer }: Extract<TaskMove, { kind: 'handOff' }> & { task: Task },
): Promise<TicketFact[]> {
  if (task.state !== 'waiting') return []
  const created = await deskHold(tx, context, grip, { task, ...offer })
  if (created === null) return []
  return [created(await saveTask(tx, context.workspace.id, task.id, { state: 'offered', agentId: null }))]
}
