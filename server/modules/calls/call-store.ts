import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Call, CallEnder, CallEndReason } from './call.ts'
import { callColumns } from './call-view.ts'

/** Notes that somebody took the call of a task while it lived; the first time stays. Null when the task has none. */
export function answerCall(tx: Tx, workspaceId: string, answer: { taskId: string; at: number }): Promise<Call | null> {
  return tx.first(sql<Call>`
    update calls as call
    set answered_at = coalesce(call.answered_at, case when call.ended_at is null then ${new Date(answer.at)}::timestamptz end)
    where call.workspace_id = ${workspaceId} and call.task_id = ${answer.taskId}
    returning ${callColumns}`)
}

export interface CallEnd {
  readonly taskId: string
  readonly at: number
  readonly by: CallEnder
  readonly reason: CallEndReason
  readonly callbackAt?: number | null
}

/** Ends the call of a task, once: null when it has ended already, or the task has none. */
export function endCall(tx: Tx, workspaceId: string, end: CallEnd): Promise<Call | null> {
  const callbackAt = end.callbackAt ?? null
  return tx.first(sql<Call>`
    update calls as call
    set ended_at = ${new Date(end.at)}, ended_by = ${end.by}, end_reason = ${end.reason},
      callback_at = ${callbackAt === null ? null : new Date(callbackAt)}
    where call.workspace_id = ${workspaceId} and call.task_id = ${end.taskId} and call.ended_at is null
    returning ${callColumns}`)
}
