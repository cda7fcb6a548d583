import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { addressBehind } from '../access/index.ts'
import type { AccessRequest } from './access-request.ts'
import { lockRequest } from './request-store.ts'

/**
 * A request that the caller may decide, held until the end of the transaction: nobody else decides it meanwhile. Null when
 * there is no such request. Throws `four_eyes` for the one who asked, `conflict` when it is decided.
 */
export async function lockUndecided(tx: Tx, context: Context, requestId: string): Promise<AccessRequest | null> {
  const request = await lockRequest(tx, context.workspace.id, requestId)
  if (request === null) return null
  await requireFourEyes(tx, context, request)
  const { state } = request
  if (state !== 'submitted') throw new AppError('conflict', `This request was ${state} already.`, { state })
  return request
}

/** Refuses `four_eyes` when the one who decides is the one who asked, also by a token that person made. */
async function requireFourEyes(tx: Tx, context: Context, request: AccessRequest): Promise<void> {
  if ((await addressBehind(tx, context)) !== request.email) return
  throw new AppError('four_eyes', 'Who asks for access does not decide: somebody else has to.', { reason: 'requester' })
}
