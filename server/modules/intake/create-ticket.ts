import { AppError } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { lookUpCustomers, noteDetails } from '../customers/index.ts'
import { checkCallbackUrl } from '../deliveries/index.ts'
import { findStoredAnswer, requireSameRequest, type KeyedCall } from '../idempotency/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { checkRequest } from './check-request.ts'
import { gather } from './gather.ts'
import type { TicketRequest } from './ticket-request.ts'
import { writeRequests } from './write-requests.ts'

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
  input: { request: TicketRequest; key: KeyedCall | null },
): Promise<CreatedTicket> {
  const { request, key } = input
  requirePermission(context, 'ticket:write', { channel: request.channel })
  const workflow = await currentWorkflow(context)
  checkRequest(workflow, request)
  if (workflow.demandsIdempotencyKey && key === null) {
    throw new AppError('idempotency_key_required', 'This workspace asks for an Idempotency-Key on every ticket.')
  }
  if (request.callbackUrl !== undefined) checkCallbackUrl(context, request.callbackUrl)
  if (request.customer !== undefined && maySpeakForCustomers(context)) await updateKnownCustomer(context, request)

  const outcome = await gather({ context, request, key }, writeRequests)
  if (outcome.kind === 'created') return { ...outcome, isReplay: false }
  if (key === null) throw new Error('A request without a key was answered as a repeated one.')
  return repeatAnswer(context, key)
}

/** A customer is shared by all who raise tickets for it; one partner's word does not change what the others see. */
function maySpeakForCustomers({ principal }: Context): boolean {
  return principal.partnerId === null || can(principal, 'customer:write')
}

async function updateKnownCustomer(context: Context, request: TicketRequest): Promise<void> {
  const known = (await lookUpCustomers(context, [request.customerId])).get(request.customerId)
  if (known !== undefined) await noteDetails(context, { customer: known, details: request.customer ?? {} })
}

async function repeatAnswer(context: Context, key: KeyedCall): Promise<CreatedTicket> {
  const stored = await findStoredAnswer(context, key)
  requireSameRequest(stored)
  if (stored === null || stored.answer === null) {
    throw new AppError('idempotency_twin_running', 'A request with this Idempotency-Key is still being answered.')
  }
  return { answer: stored.answer.body, location: stored.answer.headers['location'] ?? '', isReplay: true }
}
