import type { AbandonedCalls } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { answerCall, type Call, endCall, hasCall } from '../calls/index.ts'
import { answerChat } from '../chats/index.ts'
import type { Task } from '../routing/index.ts'
import type { TicketFact } from './ticket-change.ts'

/** Notes that the call or chat behind a task is taken. Gives the exchange's reference of a call; null when there is none. */
export async function noteAnswer(tx: Tx, context: Context, task: Task): Promise<string | null> {
  const at = context.now()
  if (task.kind === 'chat') await answerChat(tx, context.workspace.id, { taskId: task.id, at })
  if (!hasCall(task.kind)) return null
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
