import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { accessTime } from './access-time.ts'
import { forgetToken } from './authenticate-token.ts'
import { findLiveKeys, insertKey } from './callback-key-store.ts'
import { can } from './can.ts'
import { requireOwnGrants } from './require-own-grants.ts'
import { requirePermission } from './require-permission.ts'
import { permissionsOfToken, type Token } from './token.ts'
import { endTokenBy } from './token-store.ts'
import { findToken } from './token-view.ts'
import { appendTokenEvent, type NewToken, writeToken } from './write-token.ts'

/**
 * Makes a successor with the same name, grant and callback key; the old token works on for `overlapMs`.
 * Null when there is none; `conflict` when it is revoked or has ended.
 */
export async function rotateToken(
  context: Context,
  input: { tokenId: string; overlapMs: number },
): Promise<NewToken | null> {
  requirePermission(context, 'token:write')
  return context.transaction(async (tx) => {
    const old = await findToken(tx, context.workspace.id, input.tokenId)
    if (old === null || !can(context.principal, 'token:write', { partnerId: old.partnerId })) return null
    requireOwnGrants(context, { ...old, permissions: permissionsOfToken(old) })
    const nowMs = accessTime(context)
    const isEnding = await endTokenBy(tx, context.workspace.id, old.id, { nowMs, endsAtMs: nowMs + input.overlapMs })
    if (!isEnding) throw new AppError('conflict', 'A token that is revoked or has expired cannot be rotated.')
    const successor = await writeToken(tx, context, { ...old, expiresAt: sameLifetime(old, nowMs) })
    await appendTokenEvent(tx, context, successor.token)
    await appendRotation(tx, context, { old, successor: successor.token, endsAt: nowMs + input.overlapMs })
    await copyCallbackKeys(tx, context, { from: old.id, to: successor.token.id })
    tx.afterCommit(() => forgetToken(context.memory, old.id))
    return successor
  })
}

async function appendRotation(
  tx: Tx,
  context: Context,
  rotated: { old: Token; successor: Token; endsAt: number },
): Promise<void> {
  const data = {
    tokenId: encodeId('token', rotated.old.id),
    successorId: encodeId('token', rotated.successor.id),
    endsAt: new Date(rotated.endsAt).toISOString(),
  }
  await appendWorkspaceEvent(tx, context, { type: 'token.rotated', data })
}

/** A token made for 30 days is followed by one for 30 days. */
function sameLifetime(old: Token, nowMs: number): number | null {
  return old.expiresAt === null ? null : nowMs + (old.expiresAt - old.createdAt)
}

/** A receiver that knows the old token's key must understand what the new one makes us send. */
async function copyCallbackKeys(tx: Tx, context: Context, tokens: { from: string; to: string }): Promise<void> {
  const keys = await findLiveKeys(tx, context, { kind: 'token', id: tokens.from }, accessTime(context))
  for (const key of keys.toReversed()) {
    await insertKey(tx, context, { kind: 'token', id: tokens.to }, { ...key, id: newId() })
  }
}
