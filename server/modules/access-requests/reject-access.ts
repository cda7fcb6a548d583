import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { accessTime, requirePermission } from '../access/index.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import type { AccessRequest } from './access-request.ts'
import { lockUndecided } from './lock-undecided.ts'
import { markDecided } from './request-store.ts'
import { findRequest } from './request-view.ts'

/**
 * Rejects a request, with a reason for those who look at it later. Null when there is no such request. Throws `four_eyes`
 * for the one who asked, `conflict` when it is decided.
 */
export async function rejectAccess(
  context: Context,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<AccessRequest | null> {
  requirePermission(context, 'access:review')
  if (reason.trim() === '') throw refuseField('/reason', 'required', 'Say why.')
  return context.transaction(async (tx) => {
    const request = await lockUndecided(tx, context, requestId)
    if (request === null) return null
    const by = actorOf(context.principal)
    const decision = { id: request.id, by, at: accessTime(context), reason: reason.trim(), granted: null }
    await markDecided(tx, context.workspace.id, decision)
    const data = { requestId: encodeId('accessRequest', request.id) }
    await appendWorkspaceEvent(tx, context, { type: 'access.rejected', data })
    return findRequest(tx, context.workspace.id, request.id)
  })
}
