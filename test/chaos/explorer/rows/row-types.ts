import type { PresenceState } from '../../../../server/modules/agents/index.ts'
import type { Offer, Task } from '../../../../server/modules/routing/index.ts'
import type { Ticket } from '../../../../server/modules/tickets/index.ts'
import type { Call } from '../../../../server/modules/calls/index.ts'
import type { DeliveryState } from '../../../../server/modules/deliveries/delivery.ts'
import type { ClaimedTimer } from '../../../../server/modules/timers/index.ts'

export interface ShardRow {
  readonly id: string
  readonly epoch: number
}

export interface LoadRow {
  readonly id: string
  readonly capacityUnits: number
  readonly usedUnits: number
  readonly reservedUnits: number
  readonly forcedUnits: number
  readonly presence: PresenceState
  readonly presenceReason: string | null
  readonly keepsOffers: boolean
  readonly idleSince: number
  readonly missedOffers: number
  readonly presenceSince: number
  readonly presenceUntil: number | null
  readonly endpointFailures: number
  readonly endpointPauses: number
  readonly version: number
  readonly eventSeq: number
}

export interface AgentRow {
  readonly id: string
  readonly kind: 'person' | 'bot'
  readonly version: number
}

export type OfferRow = Offer & { readonly isOneAtATime: boolean }

export interface ConsultRow {
  readonly id: string
  readonly taskId: string
  readonly fromAgentId: string
  readonly agentId: string
  readonly endedAt: number | null
  readonly endReason: string | null
}

/** A timer; one that was taken away stays as a row that is not armed. */
export interface TimerRow extends ClaimedTimer {
  /** Of kind and subject. */
  readonly id: string
  readonly isArmed: boolean
}

/** What an endpoint is to be told of an offer. */
export interface DeliveryRow {
  readonly id: string
  readonly offerId: string
  readonly type: string
  readonly state: DeliveryState
}

export interface WorkflowRow {
  readonly id: string
  readonly version: number
}

/** The rows that routing and handling change, by table. */
export interface RowOf {
  readonly shard: ShardRow
  readonly load: LoadRow
  readonly agent: AgentRow
  readonly ticket: Ticket
  readonly task: Task
  readonly offer: OfferRow
  readonly consult: ConsultRow
  readonly timer: TimerRow
  readonly call: Call
  readonly delivery: DeliveryRow
  readonly workflow: WorkflowRow
}

export type TableName = keyof RowOf

export const tableNames = [
  'shard',
  'load',
  'agent',
  'ticket',
  'task',
  'offer',
  'consult',
  'timer',
  'call',
  'delivery',
  'workflow',
] as const satisfies readonly TableName[]

/** Something for each table. */
export type ByTable<Value> = { [N in TableName]: Value }

/** The same shape each time, whichever table is filled first. */
export const forTables = <Value>(value: () => Value): ByTable<Value> => ({
  shard: value(),
  load: value(),
  agent: value(),
  ticket: value(),
  task: value(),
  offer: value(),
  consult: value(),
  timer: value(),
  call: value(),
  delivery: value(),
  workflow: value(),
})

/** An event as it stands in the log. */
export interface LoggedEvent {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly subjectSeq: number
  readonly data: Readonly<Record<string, unknown>>
}

export const isOver = (task: Task): boolean =>
  task.state === 'done' || task.state === 'cancelled' || task.state === 'abandoned'

/** Whether the offer takes units of its agent. */
export const isHeld = (offer: OfferRow): boolean =>
  offer.state === 'pending' || (offer.state === 'accepted' && offer.releasedAt === null)
