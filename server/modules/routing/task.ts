import type { Requirements } from '../../core/workflow/index.ts'

export type TaskState = 'waiting' | 'offered' | 'active' | 'wrapup' | 'paused' | 'done' | 'cancelled' | 'abandoned'

/** The demand for one person's attention; instants in epoch ms. */
export interface Task {
  readonly id: string
  readonly ticketId: string
  /** The case it is the work of; null = its ticket's own. */
  readonly caseId: string | null
  readonly kind: string
  readonly queue: string
  readonly channel: string
  readonly priority: string
  readonly requirements: Requirements & { readonly rules: readonly string[] }
  readonly state: TaskState
  readonly agentId: string | null
  /** The rank: survives decline, expiry and the loss of an agent. */
  readonly enteredAt: number
  /** When its present wait began, where it is not its first one: after work in hand, or aside; null = with its entry. */
  readonly waitsFrom: number | null
  /** Agent id to the instant until which it is not asked again. */
  readonly exclusions: Readonly<Record<string, number>>
  /** Kept back from matching by hand, since then; null = it is not. */
  readonly parkedAt: number | null
  /** When the wrap-up ends by itself, or ended at the latest; null = there was none. */
  readonly wrapupUntil: number | null
  /** How the work ended, in the workspace's own words. */
  readonly disposition: string | null
  /** Before `preferredUntil` it is kept for this agent while that one is there and fits, busy or not; null = for nobody. */
  readonly preferredAgentId: string | null
  readonly preferredUntil: number | null
  /** Why that one: the request named it, it had the ticket, or helped the customer last. */
  readonly preferredAs: 'named' | 'ticket' | 'customer' | null
  /** Steps of overflow it has taken, each as queue, condition and target. */
  readonly overflowed: readonly string[]
  /** The slug of the partner it is offered to alone; null = to its queue. */
  readonly partner: string | null
  readonly version: number
  readonly createdAt: number
  readonly endedAt: number | null
}

export type OfferState = 'pending' | 'accepted' | 'declined' | 'expired' | 'revoked' | 'cancelled'

/** One task reserved for one agent; instants in epoch ms. */
export interface Offer {
  readonly id: string
  readonly taskId: string
  readonly ticketId: string
  readonly agentId: string
  readonly decisionId: string | null
  readonly queue: string
  readonly channel: string
  readonly state: OfferState
  readonly units: number
  readonly forced: boolean
  /** Made to a person, who has one at a time; never sent to an endpoint. */
  readonly isOneAtATime: boolean
  readonly reasons: readonly { readonly code: string; readonly text: string }[]
  readonly endCode: string | null
  readonly endNote: string | null
  readonly version: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly endedAt: number | null
  readonly releasedAt: number | null
}
