/** The line behind an offer or a task; `dial` is the number to call back. */
export interface CallBrief {
  id: string
  callRef: string
  from: string
  to: string
  dial: string | null
  startedAt: string
}

export type CallState = 'queued' | 'offered' | 'active' | 'held' | 'wrapup' | 'ended' | 'abandoned'
export interface PhoneCall {
  id: string
  state: CallState
  ticketId: string
  taskId: string
  callRef: string
  from: string
  to: string
  startedAt: string
  answeredAt: string | null
  endedAt: string | null
  callback: { dial: string; notBefore: string | null } | null
}
