import type { CertificationCheck, CertificationExchange, CertificationProbe } from '../../core/handoff/index.ts'
import type { TicketType } from '../../core/market/index.ts'
import type { AttemptErrorClass } from '../deliveries/index.ts'
import type { SubscriptionScope } from './subscription.ts'

export const certificationStates = ['running', 'passed', 'failed', 'unproven', 'stopped'] as const

/** `unproven`: nothing failed, and not all was shown. `stopped`: its subscription ended or moved meanwhile. */
export type CertificationState = (typeof certificationStates)[number]

/** One event of a rehearsal as it is sent, the same however often. */
export interface ProbeToSend {
  readonly probe: CertificationProbe
  /** A uuid: two probes of one event have the same. */
  readonly eventId: string
  readonly body: string
}

/** What came back for one of them. */
export interface KeptExchange extends CertificationExchange {
  readonly startedAt: number
  readonly errorClass: AttemptErrorClass | null
  /** The beginning of the answer. */
  readonly response: string | null
}

/** A rehearsal with the text of each event that was sent, in the order of its exchanges. */
export interface CertificationDetail extends Certification {
  readonly probes: readonly ProbeToSend[]
}

/** A rehearsal of a partner's endpoint and what was found. Instants in epoch ms. */
export interface Certification extends SubscriptionScope {
  readonly id: string
  readonly type: TicketType
  readonly partner: { readonly id: string; readonly slug: string; readonly name: string }
  readonly subscriptionId: string
  readonly url: string
  /** Whether events go to that address by now. */
  readonly isCurrent: boolean
  readonly state: CertificationState
  readonly checks: readonly CertificationCheck[] | null
  readonly exchanges: readonly KeptExchange[]
  readonly createdAt: number
  readonly endedAt: number | null
}
