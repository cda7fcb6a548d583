export const callStates = ['queued', 'offered', 'active', 'held', 'wrapup', 'ended', 'abandoned'] as const
export type CallState = (typeof callStates)[number]

export const callEnders = ['customer', 'agent', 'system'] as const
export type CallEnder = (typeof callEnders)[number]

/** Hung up; given up while it waited; given up for a callback; over because its task ended some other way. */
export const callEndReasons = ['hung_up', 'abandoned', 'callback', 'task_ended'] as const
export type CallEndReason = (typeof callEndReasons)[number]

/** A call as it is kept; instants in epoch ms. */
export interface Call {
  readonly id: string
  readonly ticketId: string
  readonly taskId: string
  /** The exchange's own name for it. */
  readonly callRef: string
  /** E.164 or a SIP address. */
  readonly from: string
  readonly to: string
  readonly startedAt: number
  /** When the first agent took it. */
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly endedBy: CallEnder | null
  readonly endReason: CallEndReason | null
  /** Not called back before; null = as soon as it is its turn. */
  readonly callbackAt: number | null
}

/** A call with what its task and ticket say of it. */
export interface ShownCall extends Call {
  readonly task: {
    readonly state: string
    readonly kind: string
    readonly queue: string
    readonly agentId: string | null
  }
  readonly ticket: {
    readonly channel: string
    readonly queue: string
    readonly partnerId: string | null
    readonly customerId: string
  }
}

/** What an offer or a task shows of the call behind it. */
export interface CallBrief {
  readonly id: string
  readonly callRef: string
  readonly from: string
  readonly to: string
  readonly startedAt: number
}

/** True for tasks that have a call: a live one, or one that is called back. */
export function hasCall(kind: string): boolean {
  return kind === 'call' || kind === 'callback'
}

const stateByTask: Readonly<Record<string, CallState>> = {
  waiting: 'queued',
  offered: 'offered',
  active: 'active',
  paused: 'held',
  wrapup: 'wrapup',
}

/** The state of a call: that of its task while it lives; work after the call is `wrapup` until the task is over too. */
export function callStateOf({ endReason, task }: Pick<ShownCall, 'endReason' | 'task'>): CallState {
  if (endReason === 'abandoned') return 'abandoned'
  if (endReason !== null && !(task.kind === 'call' && task.state === 'wrapup')) return 'ended'
  return stateByTask[task.state] ?? 'ended'
}

const number = /^\+[1-9]\d{1,14}$/
const sipAddress = /^sips?:(?!.*["<>])[!-?A-~]{1,120}@[!-?A-~]{1,120}$/

/** Whether somebody can be called back there: the number was not withheld (RFC 3323). */
export function isDialable(address: string): boolean {
  return !address.toLowerCase().endsWith('@anonymous.invalid')
}

/** Whether a text names an end of a call: a number in E.164 form, or a SIP address. */
export function isCallAddress(text: string): boolean {
  return number.test(text) || sipAddress.test(text)
}
