import type { AbandonedCalls } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { answerCall, type Call, endCall, hasCall } from '../calls/index.ts'
import type { Task } from '../routing/index.ts'
import type { TicketFact } from './ticket-change.ts'

/** The exchange's reference of the call behind a task, for whoever takes it; null when there is none. */
export async function noteAnswer(tx: Tx, context: Context, task: Task): Promise<string | null> {
  if (!hasCall(task.kind)) return null
  const at = context.now()
  const call = await answerCall(tx, context.workspace.id, { taskId: task.id, at })
  return call?.callRef ?? null
}

/** A call whose line went dead while it waited, and what becomes of it. */
export async function abandonCallOf(
  tx: Tx,
  context: Context,
  task: Task,
  { by, outcome }: { by: 'customer' | 'agent'; outcome: AbandonedCalls },
): Promise<TicketFact[]> {
  const at = context.now()
  const call = await endCall(tx, context.workspace.id, { taskId: task.id, at, by, reason: 'abandoned' })
  if (call === null) return []
  const abandoned: TicketFact = {
    type: 'call.abandoned',
    data: { ...names(call), by, waitMs: at - task.enteredAt, outcome },
  }
  if (outcome !== 'callback') return [abandoned]
  return [abandoned, { type: 'callback.requested', data: { ...names(call), notBefore: null } }]
}

function names(call: Call) {
  return { callId: encodeId('call', call.id), taskId: encodeId('task', call.taskId), callRef: call.callRef }
}
