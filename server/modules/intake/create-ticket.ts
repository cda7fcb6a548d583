import type { Context } from '../../platform/context.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import { recordRequest } from './record-request.ts'
import { repeatAnswer } from './repeat-answer.ts'
import type { TicketRequest } from './ticket-request.ts'

/** The ticket as the API answers it, and whether this is the answer to an earlier request with the same key. */
export interface CreatedTicket {
  readonly answer: string
  /** Where the ticket is read from now on. */
  readonly location: string
  readonly isReplay: boolean
}

/**
 * Records a request for help as a ticket with its clocks, task, events and deliveries, all or nothing, and answers
 * after the commit. Asked again under the same key it gives the first answer.
 * Throws `invalid`, `callback_refused`, `idempotency_key_required`, `idempotency_key_reused`.
 */
export async function createTicket(
  context: Context,
  input: { request: Omit<TicketRequest, 'call' | 'kind' | 'text'>; key: KeyedCall | null },
): Promise<CreatedTicket> {
  const outcome = await recordRequest(context, input)
  if (outcome.kind === 'created') return { ...outcome, isReplay: false }
  const { body, headers } = await repeatAnswer(context, input.key)
  return { answer: body, location: headers['location'] ?? '', isReplay: true }
}
