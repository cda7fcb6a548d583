import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { findShownCall, listShownCalls, type ShownCall } from '../calls/index.ts'

/** One call, or null when there is none the caller may see. */
export async function getCall(context: Context, input: { callId: string }): Promise<ShownCall | null> {
  const call = await context.read((tx) => findShownCall(tx, context.workspace.id, input.callId))
  return call !== null && can(context.principal, 'ticket:read', call.ticket) ? call : null
}

/** A page of the calls the caller may see, newest first; `before` is the last id of the page before. */
export async function listCalls(
  context: Context,
  input: { callRef: string | null; ticketId: string | null; before: string | null; limit: number },
): Promise<ShownCall[]> {
  requirePermission(context, 'ticket:read')
  const { scope, partnerId, kind, id } = context.principal
  const filter = {
    callRef: input.callRef,
    ticketId: input.ticketId,
    ...scopeLists(scope),
    partnerId,
    customerId: kind === 'customer' ? id : null,
  }
  const { before, limit } = input
  return context.read((tx) => listShownCalls(tx, context.workspace.id, { filter, before, limit }))
}
