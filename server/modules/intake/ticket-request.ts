import type { OpenedBy } from '../../core/clocks/index.ts'
import type { AgentSearch } from '../../core/filters/index.ts'
import type { WeightWord } from '../../core/workflow/index.ts'
import type { CustomerDetails } from '../customers/index.ts'

/** A request for help as a caller sends it, its form already checked (api.md, intake). */
export interface TicketRequest {
  readonly customerId: string
  readonly channel: string
  readonly serviceLine?: string
  readonly priority?: string
  /** What the priority is computed from where the caller names none. */
  readonly impact?: WeightWord
  readonly urgency?: WeightWord
  /** Why it names one: it outlasts later changes of impact and urgency. */
  readonly priorityReason?: string
  readonly language?: string
  readonly issueSummary?: string
  /** The first public message. */
  readonly message?: string
  /** Whose message that is: the customer's, or who records the request writes to the customer. */
  readonly openedBy?: OpenedBy
  /** A first internal note by who records it. */
  readonly note?: string
  /** An agent's uuid, or `me`: the ticket and its task are that agent's from the start. */
  readonly assignee?: string
  /** What rules read in its place, where who records the request writes that message itself. */
  readonly text?: string
  /** Files the caller uploaded and has attached nowhere yet, for that message; it is written for them when there is none. */
  readonly attachments?: readonly string[]
  readonly callbackUrl?: string
  readonly type?: string
  readonly category?: string
  readonly affected?: readonly string[]
  readonly orderId?: string
  readonly customer?: CustomerDetails
  readonly tags?: readonly string[]
  readonly fields?: Readonly<Record<string, unknown>>
  readonly externalId?: string
  /** An agent's uuid. The task is kept for it for a while where the queue says so (`preferredAgent`). */
  readonly preferredAgent?: string
  /** How long where the queue says nothing of it. */
  readonly preferredElseMs?: number
  /** Who may take it, besides what the rules ask for; the first language is also the ticket's. */
  readonly wanted?: WantedAgent
  /** What its task is, whatever the queue says. */
  readonly kind?: 'chat'
  /** A live call: its task is of kind `call`. */
  readonly call?: CallOfRequest
}

/** Somebody who is searched: the skills, each with its least level, and what else is to be true. */
export interface WantedAgent {
  readonly skills: Readonly<Record<string, number>>
  readonly search: AgentSearch | null
}

/** The line behind a request, as the exchange names it. */
export interface CallOfRequest {
  readonly callRef: string
  readonly from: string
  readonly to: string
}
