import type { Context } from '../../platform/context.ts'
import type { ShownTask } from '../routing/index.ts'
import { handleTask, lostTo, requireOwnWork } from './handle-task.ts'
import { noteChange } from './note-change.ts'
import { joinChanges, noChange } from './ticket-change.ts'
import { withoutAssignee } from './without-assignee.ts'

export interface TaskReturn {
  readonly taskId: string
  /** Why, for people: kept as an internal message. */
  readonly reason: string | null
  /** Why, for reports. */
  readonly code: string | null
}

/**
 * Lets an agent give accepted work back: it waits at its rank, and the agent is not asked for it again for a while.
 * Null when there is no such task. Throws `conflict` when nobody has it in hand, and `forbidden`.
 */
export async function returnTask(context: Context, { taskId, reason, code }: TaskReturn): Promise<ShownTask | null> {
  return handleTask(context, { taskId, permission: 'task:write' }, async (grip, tx) => {
    const { task } = grip
    requireOwnWork(context, task)
    if (task.agentId === null || task.state === 'wrapup') throw lostTo(task)
    const said = await noteChange(tx, context, grip, reason)
    const returned = { ...noChange, taskMoves: [{ kind: 'return', code }] } as const
    return joinChanges(said, withoutAssignee(grip), returned)
  })
}
