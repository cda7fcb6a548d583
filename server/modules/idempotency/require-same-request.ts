import { AppError } from '../../platform/errors.ts'
import type { KeptKey } from './key-store.ts'

/** Throws `idempotency_key_reused` when the key was taken by another request; a key that is gone refuses nobody. */
export function requireSameRequest(kept: KeptKey | null): void {
  if (kept?.isSameRequest === false) {
    throw new AppError('idempotency_key_reused', 'This Idempotency-Key was used for another request.')
  }
}
