import { AppError, refuseField } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { lookUpCustomers, noteDetails } from '../customers/index.ts'
import { checkCallbackUrl } from '../deliveries/index.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { checkRequest } from './check-request.ts'
import { gather, type RequestOutcome } from './gather.ts'
import { isForItself, recordAlone } from './record-alone.ts'
import type { TicketRequest } from './ticket-request.ts'
import { writeRequests } from './write-requests.ts'

/**
 * The way of every request, with or without a call behind it: checked against the published workflow, then written with
 * whatever else has arrived, or by itself when it asks for more than that. Throws `forbidden`, `invalid`, `callback_refused`, `idempotency_key_required`.
 */
export async function recordRequest(
  context: Context,
  input: { request: TicketRequest; key: KeyedCall | null },
): Promise<RequestOutcome> {
  await admitRequest(context, { request: input.request, hasKey: input.key !== null })
  return isForItself(input.request) ? recordAlone(context, input) : gather({ context, ...input }, writeRequests)
}

/**
 * What is asked of every request before it is recorded; what it tells of a known customer is noted. Throws as
 * `recordRequest` does.
 */
export async function admitRequest(
  context: Context,
  { request, hasKey }: { request: TicketRequest; hasKey: boolean },
): Promise<void> {
  requirePermission(context, 'ticket:write', { channel: request.channel })
  requireSpeaking(context, request)
  const workflow = await currentWorkflow(context)
  checkRequest(workflow, request)
  if (workflow.demandsIdempotencyKey && !hasKey) {
    throw new AppError('idempotency_key_required', 'This workspace asks for an Idempotency-Key on every ticket.')
  }
  if (request.callbackUrl !== undefined) checkCallbackUrl(context, request.callbackUrl)
  if (request.customer !== undefined && maySpeakForCustomers(context)) await updateKnownCustomer(context, request)
}

/** Whoever writes to the customer, adds a note or gives the ticket away may do so on any other ticket of that channel. */
function requireSpeaking(context: Context, { channel, openedBy, note, assignee, ...request }: TicketRequest): void {
  if (openedBy === 'agent') {
    requirePermission(context, 'message:write', { channel })
    if (context.principal.partnerId !== null)
      throw new AppError('forbidden', 'A partner raises tickets for their customers, and opens none to write to them.')
    const { message = '', attachments = [] } = request
    if (message.trim() === '' && attachments.length === 0)
      throw refuseField(
        '/message',
        'required',
        'A ticket that an agent opens begins with what it says to the customer.',
      )
  }
  if (note !== undefined) {
    requirePermission(context, 'note:write', { channel })
    if (note.trim() === '') throw refuseField('/note', 'required', 'A note says something.')
  }
  if (assignee !== undefined) requirePermission(context, 'ticket:assign', { channel })
}

/** A customer is shared by all who raise tickets for it; one partner's word does not change what the others see. */
function maySpeakForCustomers({ principal }: Context): boolean {
  return principal.partnerId === null || can(principal, 'customer:write')
}

async function updateKnownCustomer(context: Context, request: TicketRequest): Promise<void> {
  const known = (await lookUpCustomers(context, [request.customerId])).get(request.customerId)
  if (known !== undefined) await noteDetails(context, { customer: known, details: request.customer ?? {} })
}
