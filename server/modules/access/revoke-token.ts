import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { accessTime } from './access-time.ts'
import { forgetToken } from './authenticate-token.ts'
import { can } from './can.ts'
import { requireOwnGrants } from './require-own-grants.ts'
import { requirePermission } from './require-permission.ts'
import { permissionsOfToken, type Token } from './token.ts'
import { markRevoked } from './token-store.ts'
import { findToken } from './token-view.ts'

/**
 * Revokes a token: here at once, in every other process within a second. Null when there is none; asking twice is fine;
 * `forbidden` for a token that may do more than the caller.
 */
export async function revokeToken(context: Context, input: { tokenId: string }): Promise<Token | null> {
  requirePermission(context, 'token:write')
  return context.transaction(async (tx) => {
    const token = await findToken(tx, context.workspace.id, input.tokenId)
    if (token === null || !can(context.principal, 'token:write', { partnerId: token.partnerId })) return null
    requireOwnGrants(context, { ...token, permissions: permissionsOfToken(token) })
    const isRevokedNow = await markRevoked(tx, context.workspace.id, token.id, accessTime(context))
    if (isRevokedNow) {
      const data = { tokenId: encodeId('token', token.id) }
      await appendWorkspaceEvent(tx, context, { type: 'token.revoked', data })
      tx.afterCommit(() => forgetToken(context.memory, token.id))
    }
    return findToken(tx, context.workspace.id, token.id)
  })
}
