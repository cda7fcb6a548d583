import { createGathering, type Gathered } from '../../platform/gathering.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import type { TicketRequest } from './ticket-request.ts'

/** A request in the queue of its workspace, with the way to answer it. */
export interface WaitingRequest extends Gathered<RequestOutcome> {
  readonly request: TicketRequest
  readonly key: KeyedCall | null
}

export type RequestOutcome =
  /** Recorded now; `answer` is the ticket, or the call when it is one, as JSON. */
  | { readonly kind: 'created'; readonly answer: string; readonly location: string }
  /** Its idempotency key was used before; the stored answer is to be looked up. */
  | { readonly kind: 'key_taken' }
  /** A call with its reference is live; nothing was recorded. */
  | { readonly kind: 'call_live'; readonly callId: string }

/** Records a request together with what arrives at the same time; the counter row keeps batches in order. */
export const gather = createGathering<RequestOutcome, WaitingRequest>({ name: 'intake.queues', largestBatch: 200 })
