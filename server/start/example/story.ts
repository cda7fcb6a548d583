import type { TicketRequest } from '../../modules/intake/index.ts'

/** How far a ticket of a made-up history has come. A ticket at `created` has no category yet, but somebody has it. */
export type Reach =
  | 'created'
  | 'assigned'
  | 'diagnosing'
  | 'correcting'
  | 'verifying'
  | 'handling'
  | 'waiting_customer'
  | 'waiting_partner'
  | 'solved'
  | 'closed'

/** One ticket of a made-up history: what was asked, who took it, what was said and how far it came. */
export interface Story {
  readonly request: TicketRequest
  /** How long before now it was asked. */
  readonly ageMs: number
  /** How long it took from the request to the last step. */
  readonly lastedMs: number
  /** Key of the agent who has it. */
  readonly agent: string
  readonly reach: Reach
  readonly reply: string
  readonly cause: string
  readonly correction: string
  readonly resolution: string
}
