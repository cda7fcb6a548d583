import { encodeId } from '../../platform/ids.ts'
import { type CallBrief, callStateOf, type ShownCall } from './call.ts'

const time = (ms: number) => new Date(ms).toISOString()
const timeOrNull = (ms: number | null) => (ms === null ? null : time(ms))

/** The call as the API writes it. */
export function presentCall(call: ShownCall) {
  const { callRef, from, to, task, endReason } = call
  return {
    id: encodeId('call', call.id),
    state: callStateOf(call),
    ticketId: encodeId('ticket', call.ticketId),
    taskId: encodeId('task', call.taskId),
    queue: task.queue,
    agentId: task.agentId === null ? null : encodeId('agent', task.agentId),
    callRef,
    from,
    to,
    startedAt: time(call.startedAt),
    answeredAt: timeOrNull(call.answeredAt),
    endedAt: timeOrNull(call.endedAt),
    endedBy: call.endedBy,
    endReason,
    callback:
      endReason === 'callback' || task.kind === 'callback'
        ? { dial: from, notBefore: timeOrNull(call.callbackAt) }
        : null,
  }
}

/** What an offer or a task shows of its call; a callback says which number to dial. */
export function presentCallBrief(brief: CallBrief | null, kind: string) {
  if (brief === null) return null
  const { id, callRef, from, to, startedAt } = brief
  const dial = kind === 'callback' ? from : null
  return { id: encodeId('call', id), callRef, from, to, dial, startedAt: time(startedAt) }
}
