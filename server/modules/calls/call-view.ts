import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { hasCall, type ShownCall } from './call.ts'

/** What a `Call` is read from, for statements that name the table `call`. */
export const callColumns = sql`
  call.id, call.ticket_id as "ticketId", call.task_id as "taskId", call.call_ref as "callRef",
  call.from_address as "from", call.to_address as "to", call.started_at as "startedAt",
  call.answered_at as "answeredAt", call.ended_at as "endedAt", call.ended_by as "endedBy",
  call.end_reason as "endReason", call.callback_at as "callbackAt"`

/** A column (`CallBrief` or null) for statements that have joined `task`; tasks without a call cost nothing. */
export const callBrief = sql`
  case when task.kind in ('call', 'callback') then (
    select jsonb_build_object('id', call.id, 'callRef', call.call_ref, 'from', call.from_address,
      'to', call.to_address, 'startedAt', round(extract(epoch from call.started_at) * 1000))
    from calls as call
    where call.workspace_id = task.workspace_id and call.task_id = task.id) end`

const shown = sql`
  select ${callColumns},
    jsonb_build_object('state', task.state, 'kind', task.kind, 'queue', task.queue, 'agentId', task.agent_id) as task,
    jsonb_build_object('channel', ticket.channel, 'queue', ticket.queue,
      'partnerId', ticket.created_by ->> 'partnerId', 'customerId', ticket.customer_id) as ticket
  from calls as call
  join tasks as task on task.workspace_id = call.workspace_id and task.id = call.task_id
  join tickets as ticket on ticket.workspace_id = call.workspace_id and ticket.id = call.ticket_id`

/** One call, or null. */
export function findShownCall(tx: Tx, workspaceId: string, callId: string): Promise<ShownCall | null> {
  return tx.first(sql<ShownCall>`${shown} where call.workspace_id = ${workspaceId} and call.id = ${callId}`)
}

/** Before when the caller behind a task is not called back; null = any time. */
export async function findCallbackTime(tx: Tx, workspaceId: string, taskId: string): Promise<number | null> {
  const row = await tx.first(sql<Pick<ShownCall, 'callbackAt'>>`
    select call.callback_at as "callbackAt"
    from calls as call
    where call.workspace_id = ${workspaceId} and call.task_id = ${taskId}`)
  return row?.callbackAt ?? null
}

/** What the log and the steps of overflow go by of a call. */
export type CallLine = Pick<ShownCall, 'taskId' | 'callRef' | 'from'>

/** The lines behind these tasks, by task; asks nothing when none of them has a call. */
export async function findLines(
  tx: Tx,
  workspaceId: string,
  tasks: readonly { readonly id: string; readonly kind: string }[],
): Promise<ReadonlyMap<string, CallLine>> {
  const taskIds = tasks.filter(({ kind }) => hasCall(kind)).map(({ id }) => id)
  if (taskIds.length === 0) return new Map()
  const lines = await tx.rows(sql<CallLine>`
    select call.task_id as "taskId", call.call_ref as "callRef", call.from_address as "from"
    from calls as call
    where call.workspace_id = ${workspaceId} and call.task_id = any(${taskIds}::uuid[])`)
  return new Map(lines.map((line) => [line.taskId, line]))
}

/** The calls with these references that have not ended, by reference. */
export async function findLiveCalls(
  tx: Tx,
  workspaceId: string,
  callRefs: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(sql<{ id: string; callRef: string }>`
    select call.id, call.call_ref as "callRef"
    from calls as call
    where call.workspace_id = ${workspaceId} and call.call_ref = any(${callRefs}::text[]) and call.ended_at is null`)
  return new Map(rows.map(({ id, callRef }) => [callRef, id]))
}

/** What calls are asked for, and whose may be shown; null = any. */
export interface CallFilter {
  readonly callRef: string | null
  readonly ticketId: string | null
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
  readonly customerId: string | null
}

/** A page of calls, newest first; `before` is the last id of the page before. */
export function listShownCalls(
  tx: Tx,
  workspaceId: string,
  page: { filter: CallFilter; before: string | null; limit: number },
): Promise<ShownCall[]> {
  const { callRef, ticketId, channels, queues, partnerId, customerId } = page.filter
  return tx.rows(sql<ShownCall>`
    ${shown}
    where call.workspace_id = ${workspaceId}
      and (${callRef}::text is null or call.call_ref = ${callRef}::text)
      and (${ticketId}::uuid is null or call.ticket_id = ${ticketId}::uuid)
      and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
      and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
      and (${partnerId}::uuid is null or ticket.created_by ->> 'partnerId' = ${partnerId}::text)
      and (${customerId}::uuid is null or ticket.customer_id = ${customerId}::uuid)
      and (${page.before}::uuid is null or call.id < ${page.before}::uuid)
    order by call.id desc
    limit ${page.limit}`)
}
