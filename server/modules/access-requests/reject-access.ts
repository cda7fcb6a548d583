import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { accessTime, requirePermission } from '../access/index.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import type { AccessRequest } from './access-request.ts'
import { lockRequest, markDecided } from './request-store.ts'
import { findRequest } from './request-view.ts'
import { requireFourEyes, requireUndecided } from './require-four-eyes.ts'

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
    const request = await lockRequest(tx, context.workspace.id, requestId)
    if (request === null) return null
    await requireFourEyes(tx, context, request)
    requireUndecided(request)
    const by = actorOf(context.principal)
    const decision = { id: request.id, by, at: accessTime(context), reason: reason.trim(), granted: null }
    const isDecided = await markDecided(tx, context.workspace.id, decision)
    if (!isDecided) throw new AppError('conflict', 'This request was decided at the same time.')
    const data = { requestId: encodeId('accessRequest', request.id) }
    await appendWorkspaceEvent(tx, context, { type: 'access.rejected', data })
    return findRequest(tx, context.workspace.id, request.id)
  })
}
