import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { findKey, insertKey } from './key-store.ts'
import type { KeyedCall } from './kept-answer.ts'

/**
 * Holds the key to this request from now on, without an answer of its own: the parts of the request keep theirs, and a
 * request that was cut short goes on where it stopped. Throws `idempotency_key_reused` when another request has the key.
 */
export async function bindKey(tx: Tx, context: Context, call: KeyedCall): Promise<void> {
  if (await insertKey(tx, context, call)) return
  const kept = await findKey(tx, context, call)
  if (kept?.isSameRequest === false) {
    throw new AppError('idempotency_key_reused', 'This Idempotency-Key was used for another request.')
  }
}
