import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { accessTime } from './access-time.ts'
import { liveKeysAtMost, newCallbackKey, overlapMs, requireOwnToken } from './callback-key.ts'
import { findLiveKeys, insertKey, lockOwner, retireKeys } from './callback-key-store.ts'
import { appendKeyEvent } from './callback-secrets.ts'
import { type CallbackSecret, secretOf } from './read-callback-secret.ts'

/**
 * Gives the calling token a new callback key. The one before goes on signing beside it for 24 h;
 * of more than three live keys the oldest stops at once.
 */
export async function rotateCallbackSecret(context: Context): Promise<CallbackSecret> {
  const owner = requireOwnToken(context)
  return context.transaction(async (tx) => {
    const nowMs = accessTime(context)
    if (!(await lockOwner(tx, context.workspace.id, owner))) throw new AppError('not_found', 'The token is gone.')
    const live = await findLiveKeys(tx, context, owner, nowMs)
    const staying = live.slice(0, liveKeysAtMost - 1)
    const leaving = live.slice(liveKeysAtMost - 1)
    const idsOf = (keys: typeof live) => keys.map((key) => key.id)
    await retireKeys(tx, context.workspace.id, idsOf(leaving), nowMs)
    await retireKeys(tx, context.workspace.id, idsOf(staying), nowMs + overlapMs)
    await insertKey(tx, context, owner, newCallbackKey(nowMs))
    await appendKeyEvent(tx, context, owner)
    return secretOf(owner, await findLiveKeys(tx, context, owner, nowMs))
  })
}
