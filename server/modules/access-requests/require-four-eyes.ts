import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { addressBehind } from '../access/index.ts'
import type { AccessRequest } from './access-request.ts'

/** Refuses `four_eyes` when the one who decides is the one who asked, also by a token that person made. */
export async function requireFourEyes(tx: Tx, context: Context, request: AccessRequest): Promise<void> {
  if ((await addressBehind(tx, context)) !== request.email) return
  throw new AppError('four_eyes', 'Who asks for access does not decide: somebody else has to.', { reason: 'requester' })
}

/** Refuses `conflict` for a request that has been decided, telling how. */
export function requireUndecided({ state }: AccessRequest): void {
  if (state !== 'submitted') throw new AppError('conflict', `This request was ${state} already.`, { state })
}
