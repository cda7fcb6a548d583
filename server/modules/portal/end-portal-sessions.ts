import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { endPortalTokens } from '../access/index.ts'
import { asCustomer } from './as-customer.ts'
import { deleteLinksOf } from './portal-link-store.ts'

/**
 * Signs the caller out: of this session, or everywhere, and then its open links are useless too. Throws `forbidden` for a
 * customer's token that no link began.
 */
export async function endPortalSessions(context: Context, { everywhere }: { everywhere: boolean }): Promise<void> {
  asCustomer(context)
  const { portal } = context.principal
  if (portal === undefined)
    throw new AppError('forbidden', 'This token was not made by a link: who made it revokes it.')
  const { address, tokenId } = portal
  // oxlint-disable-next-line switchyard/verb -- endPortalTokens records each that ends, in this transaction
  await context.transaction(async (tx) => {
    // Links go first: whoever is signing in by one is waited for, and its session ends too.
    if (everywhere) await deleteLinksOf(tx, context.workspace.id, address)
    await endPortalTokens(tx, context, { address, tokenId: everywhere ? null : tokenId })
  })
}
