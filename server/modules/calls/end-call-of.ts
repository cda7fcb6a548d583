import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { endCall } from './call-store.ts'

/** What is recorded of a call that ended with its task. */
interface CallEnded {
  readonly type: 'call.ended'
  readonly data: {
    readonly callId: string
    readonly taskId: string
    readonly callRef: string
    readonly by: string
    readonly reason: string
  }
}

/** A call ends with its task, hung up by one side or (null) because the work ended some other way; nothing for other work. */
export async function endCallOf(
  tx: Tx,
  context: Context,
  task: { readonly id: string; readonly kind: string },
  hungUpBy: 'customer' | 'agent' | null,
): Promise<CallEnded[]> {
  if (task.kind !== 'call') return []
  const by = hungUpBy ?? 'system'
  const reason = hungUpBy === null ? 'task_ended' : 'hung_up'
  const call = await endCall(tx, context.workspace.id, { taskId: task.id, at: context.now(), by, reason })
  if (call === null) return []
  const ids = { callId: encodeId('call', call.id), taskId: encodeId('task', call.taskId), callRef: call.callRef }
  return [{ type: 'call.ended', data: { ...ids, by, reason } }]
}
