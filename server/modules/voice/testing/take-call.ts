import type { Context } from '../../../platform/context.ts'
import { decodeId, newId } from '../../../platform/ids.ts'
import { type CallRequest, createCall } from '../index.ts'

/** A call as it was answered, and its ids as uuids. */
export interface TakenCall {
  readonly status: number
  readonly id: string
  readonly state: string
  readonly queue: string
  readonly callRef: string
  readonly callId: string
  readonly ticketId: string
  readonly taskId: string
}

/** A request about a call nobody has heard of, in English, unless `more` says otherwise. */
export function callRequest(more: Partial<CallRequest> = {}): CallRequest {
  const ends = { from: '+34600123456', to: '+34910000001' }
  const about = { serviceLine: 'game-support', language: 'en' }
  return { customerId: 'caller-1', ...ends, ...about, callRef: `pbx-${newId()}`, ...more }
}

/** Takes such a call in. */
export async function takeCall(context: Context, more: Partial<CallRequest> = {}): Promise<TakenCall> {
  const { status, body } = await createCall(context, { request: callRequest(more), key: null })
  const shown = JSON.parse(body) as Omit<TakenCall, 'status' | 'callId'>
  return {
    ...shown,
    status,
    callId: decodeId('call', shown.id) ?? '',
    ticketId: decodeId('ticket', shown.ticketId) ?? '',
    taskId: decodeId('task', shown.taskId) ?? '',
  }
}
