import { AppError } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { lookUpCustomers, noteDetails } from '../customers/index.ts'
import { checkCallbackUrl } from '../deliveries/index.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { checkRequest } from './check-request.ts'
import { gather, type RequestOutcome } from './gather.ts'
import type { TicketRequest } from './ticket-request.ts'
import { writeRequests } from './write-requests.ts'

/**
 * The way of every request, with or without a call behind it: checked against the published workflow, then written with
 * whatever else has arrived. Throws `forbidden`, `invalid`, `callback_refused`, `idempotency_key_required`.
 */
export async function recordRequest(
  context: Context,
  input: { request: TicketRequest; key: KeyedCall | null },
): Promise<RequestOutcome> {
  await admitRequest(context, { request: input.request, hasKey: input.key !== null })
  return gather({ context, ...input }, writeRequests)
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
  const workflow = await currentWorkflow(context)
  checkRequest(workflow, request)
  if (workflow.demandsIdempotencyKey && !hasKey) {
    throw new AppError('idempotency_key_required', 'This workspace asks for an Idempotency-Key on every ticket.')
  }
  if (request.callbackUrl !== undefined) checkCallbackUrl(context, request.callbackUrl)
  if (request.customer !== undefined && maySpeakForCustomers(context)) await updateKnownCustomer(context, request)
}

/** A customer is shared by all who raise tickets for it; one partner's word does not change what the others see. */
function maySpeakForCustomers({ principal }: Context): boolean {
  return principal.partnerId === null || can(principal, 'customer:write')
}

async function updateKnownCustomer(context: Context, request: TicketRequest): Promise<void> {
  const known = (await lookUpCustomers(context, [request.customerId])).get(request.customerId)
  if (known !== undefined) await noteDetails(context, { customer: known, details: request.customer ?? {} })
}
