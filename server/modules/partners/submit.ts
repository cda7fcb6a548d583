import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { findTicket, type Ticket } from '../tickets/index.ts'
import type { Handoff } from './handoff.ts'
import { findHandoff } from './handoff-view.ts'
import { recordSubmission } from './record-submission.ts'
import { requireIntegration } from './act-for-integration.ts'
import type { Submission } from './submission.ts'

/** A request as a guest's app sends it; the time it came in counts. */
export type GuestRequest = Omit<Submission, 'submittedAt' | 'raisedBy'>

/**
 * Takes a guest's request in. Gives its ticket and what became of it. Throws as `recordSubmission` does, and `forbidden` for
 * another place than that of a partner's token.
 */
export async function submitRequest(
  context: Context,
  request: GuestRequest,
  by: { hasKey: boolean },
): Promise<{ ticket: Ticket; handoff: Handoff }> {
  requirePermission(context, 'ticket:write', { customerId: null })
  const { partnerId, integrationId = null } = context.principal
  if (integrationId !== null) await context.read((tx) => requireIntegration(tx, context, request))
  const submission = { ...request, submittedAt: context.now(), raisedBy: { partnerId, integrationId } }
  const ticketId = await recordSubmission(context, submission, by)
  return context.readByKeys(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    const handoff = await findHandoff(tx, context.workspace.id, ticketId)
    if (ticket === null || handoff === null) throw new Error(`Ticket ${ticketId} was recorded and is gone.`)
    return { ticket, handoff }
  })
}

/** A request as a partner raises it: the same members it would be told of one. */
export interface PartnerSubmission extends Omit<Submission, 'brand' | 'region' | 'raisedBy' | 'submittedAt'> {
  /** Only where the token is of no integration, which has its own. */
  readonly brand: string | null
  readonly region: string | null
  /** When the guest asked; null = now. */
  readonly submittedAt: number | null
}

/** Takes in a request that a partner raises; gives its ticket's id. Throws `conflict` for a place that is not its own. */
export async function submitFromPartner(
  context: Context,
  input: PartnerSubmission,
  by: { hasKey: boolean },
): Promise<string> {
  requirePermission(context, 'partner:act')
  const { partnerId, integrationId = null } = context.principal
  if (partnerId === null)
    throw new AppError('forbidden', 'A ticket is raised here by a partner.', { missing: 'partner' })
  const place = await placeOf(context, input)
  // A guest who asked "in the future" asked now: clocks differ.
  const submittedAt = Math.min(input.submittedAt ?? context.now(), context.now())
  return recordSubmission(context, { ...input, ...place, submittedAt, raisedBy: { partnerId, integrationId } }, by)
}

async function placeOf(context: Context, { brand, region }: PartnerSubmission) {
  if (context.principal.integrationId !== undefined) {
    const own = await context.read((tx) => requireIntegration(tx, context))
    if ((brand ?? own.brand) !== own.brand || (region ?? own.region) !== own.region)
      throw new AppError('forbidden', `This token is for ${own.brand} in ${own.region}.`, { missing: 'market' })
    return { brand: own.brand, region: own.region }
  }
  if (brand !== null && region !== null) return { brand, region }
  throw new AppError('invalid', 'This token is of no integration, so the request must say where it belongs.', {}, [
    { pointer: brand === null ? '/brand' : '/region', code: 'required', message: 'Name the brand and the region.' },
  ])
}
