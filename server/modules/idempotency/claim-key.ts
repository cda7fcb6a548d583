import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { findKey, insertKey } from './key-store.ts'
import type { KeptAnswer, KeyedCall } from './kept-answer.ts'
import { requireSameRequest } from './require-same-request.ts'
import { openTokens } from './sealed-tokens.ts'

/** `first`: go on, and keep the answer. `replay`: answer this. */
export type Claim = { kind: 'first' } | { kind: 'replay'; answer: KeptAnswer }

/**
 * Takes the key for this transaction, or tells what its first use was answered. Waits for a twin that still runs.
 * Throws `idempotency_key_reused` when the first request was another one (reliability.md 3.8).
 */
export async function claimKey(tx: Tx, context: Context, call: KeyedCall): Promise<Claim> {
  if (await insertKey(tx, context, call)) return { kind: 'first' }
  const kept = await findKey(tx, context, call)
  // The row of a transaction that ended between the two statements is gone: the caller simply asks again.
  if (kept === null || kept.answer === null) {
    throw new AppError('idempotency_twin_running', 'A request with this Idempotency-Key is still running.')
  }
  requireSameRequest(kept)
  return { kind: 'replay', answer: openTokens(context, call, kept.answer) }
}
