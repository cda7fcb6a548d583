import { AppError } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { findStoredAnswer, type KeptAnswer, type KeyedCall, requireSameRequest } from '../idempotency/index.ts'

/** What the first request under a taken key was answered. Throws `idempotency_key_reused`, `idempotency_twin_running`. */
export async function repeatAnswer(context: Context, key: KeyedCall | null): Promise<KeptAnswer> {
  if (key === null) throw new Error('A request without a key was answered as a repeated one.')
  const stored = await findStoredAnswer(context, key)
  requireSameRequest(stored)
  if (stored === null || stored.answer === null) {
    throw new AppError('idempotency_twin_running', 'A request with this Idempotency-Key is still being answered.')
  }
  return stored.answer
}
