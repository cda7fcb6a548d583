import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import type { ShownTask } from '../routing/index.ts'
import { handleTask, lostTo } from './handle-task.ts'
import { takingChange } from './taking-change.ts'
import { joinChanges, noChange } from './ticket-change.ts'

/**
 * Lets an agent take a waiting task out of its queue, whatever its own rank, as far as it is available and has room.
 * `agentId` is for callers who act for all agents. Null when there is no such task.
 * Throws `conflict` with what the agent lost to (an offer to somebody stands), `over_capacity`, `forbidden`, `invalid`.
 */
export async function pullTask(
  context: Context,
  { taskId, agentId: named }: { taskId: string; agentId: string | null },
): Promise<ShownTask | null> {
  const agentId = named ?? context.principal.agentId
  if (agentId === null) throw refuseField('/agentId', 'required', 'You are no agent: name the one who takes it.')
  return handleTask(context, { taskId, permission: 'task:write', agentIds: [agentId] }, (grip) => {
    requirePermission(context, 'offer:act', { agentId })
    if (grip.task.state !== 'waiting') throw lostTo(grip.task)
    const taken = takingChange(grip, { agentId, at: context.now() })
    return joinChanges(taken, { ...noChange, taskMoves: [{ kind: 'pull', agentId }] })
  })
}
