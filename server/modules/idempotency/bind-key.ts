import type { Context, Tx } from '../../platform/context.ts'
import { findKey, insertKey } from './key-store.ts'
import type { KeyedCall } from './kept-answer.ts'
import { requireSameRequest } from './require-same-request.ts'

/**
 * Holds the key to this request from now on, without an answer of its own: the parts of the request keep theirs, and a
 * request that was cut short goes on where it stopped. Throws `idempotency_key_reused` when another request has the key.
 */
export async function bindKey(tx: Tx, context: Context, call: KeyedCall): Promise<void> {
  if (await insertKey(tx, context, call)) return
  requireSameRequest(await findKey(tx, context, call))
}
