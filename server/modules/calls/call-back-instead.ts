import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { armTimer } from '../timers/index.ts'
import type { CallEnder } from './call.ts'
import { endCall } from './call-store.ts'

/** What is recorded of a call that is given up for being called back. */
interface CallbackRequested {
  readonly type: 'callback.requested'
  readonly data: {
    readonly callId: string
    readonly taskId: string
    readonly callRef: string
    readonly notBefore: string | null
  }
}

/**
 * Ends the call of a task that goes on as a callback; one for later (`at`, epoch ms) gets the timer that brings it back
 * into the queue. Nothing is recorded for other work.
 */
export async function callBackInstead(
  tx: Tx,
  context: Context,
  task: { readonly id: string },
  { by, at }: { by: CallEnder; at: number | null },
): Promise<CallbackRequested[]> {
  const workspaceId = context.workspace.id
  const end = { taskId: task.id, at: context.now(), by, reason: 'callback' } as const
  const call = await endCall(tx, workspaceId, { ...end, callbackAt: at })
  if (at !== null) await armTimer(tx, workspaceId, { kind: 'callback', subjectId: task.id, dueAt: at })
  if (call === null) return []
  const ids = { callId: encodeId('call', call.id), taskId: encodeId('task', call.taskId), callRef: call.callRef }
  return [{ type: 'callback.requested', data: { ...ids, notBefore: at === null ? null : new Date(at).toISOString() } }]
}
