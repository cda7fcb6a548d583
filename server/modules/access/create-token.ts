import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { accessTime } from './access-time.ts'
import { requireOwnStores } from './market-limits.ts'
import { requireOwnGrants } from './require-own-grants.ts'
import { requirePermission } from './require-permission.ts'
import { permissionsOfToken, type TokenGrant } from './token.ts'
import { hasOwners } from './token-view.ts'
import { appendTokenEvent, type NewToken, writeToken } from './write-token.ts'

/**
 * Makes a service token of this workspace.
 * Refuses `invalid` for a grant that makes no sense, `forbidden` for one beyond the caller's own.
 */
export async function createToken(
  context: Context,
  input: TokenGrant & { readonly integrationId?: string },
): Promise<NewToken> {
  requirePermission(context, 'token:write')
  checkGrant(context, input)
  const grant = { role: input.role ?? 'custom', permissions: input.permissions }
  requireOwnGrants(context, { ...input, permissions: permissionsOfToken(grant) })
  return context.transaction(async (tx) => {
    await requireKnownOwners(tx, context, input)
    const made = await writeToken(tx, context, { ...input, ...grant })
    await appendTokenEvent(tx, context, made.token)
    return made
  })
}

function checkGrant(context: Context, input: TokenGrant): void {
  if (input.name.trim() === '') throw refuseField('/name', 'required', 'A token needs a name.')
  if ((input.role === null) === (input.permissions === null)) {
    throw refuseField('/role', 'one_of', 'Give either a role or a list of permissions.')
  }
  requireOwnStores(input)
  if (input.expiresAt !== null && input.expiresAt <= accessTime(context)) {
    throw refuseField('/expiresAt', 'in_the_past', 'The token would have ended already.')
  }
  if (input.partnerId !== null && input.customerId !== null) {
    throw new AppError('invalid', 'A token belongs to a partner or speaks for a customer, not both.')
  }
}

async function requireKnownOwners(tx: Tx, context: Context, input: TokenGrant): Promise<void> {
  const { hasPartner, hasCustomer } = await hasOwners(tx, context.workspace.id, input)
  if (!hasPartner) throw refuseField('/partnerId', 'unknown_partner', 'There is no such partner.')
  if (!hasCustomer) throw refuseField('/customerId', 'unknown_customer', 'There is no such customer.')
}
