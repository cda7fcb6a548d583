import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { overlapMs, requireOwnToken } from './callback-key.ts'
import { lockOwner } from './callback-key-store.ts'
import { type CallbackSecret, secretOf } from './read-callback-secret.ts'
import { rotateKeys } from './rotate-keys.ts'

/**
 * Gives the calling token a new callback key. The one before goes on signing beside it for 24 h;
 * of more than three live keys the oldest stops at once.
 */
export async function rotateCallbackSecret(context: Context): Promise<CallbackSecret> {
  const owner = requireOwnToken(context)
  // oxlint-disable-next-line switchyard/verb -- rotateKeys records the key that it makes
  return context.transaction(async (tx) => {
    if (!(await lockOwner(tx, context.workspace.id, owner))) throw new AppError('not_found', 'The token is gone.')
    return secretOf(owner, await rotateKeys(tx, context, { owner, overlapMs }))
  })
}
