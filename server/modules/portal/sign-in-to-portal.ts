import { type Context, inNameOf } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { isSecretText, secretHash } from '../../platform/random-secret.ts'
import { accessTime, requirePermission, writePortalToken } from '../access/index.ts'
import { useLink } from './portal-link-store.ts'
import { findCustomersOf } from './portal-view.ts'

/** A session that has begun; the secret is shown this once. */
export interface NewPortalSession {
  readonly secret: string
  readonly expiresAt: number | null
  readonly email: string
  readonly name: string | null
}

/**
 * Signs whoever has a link in: it is used up. Throws `unauthenticated` when it is unknown, used or too old, or its address
 * nobody's any more, never saying which.
 */
export async function signInToPortal(context: Context, { link }: { link: string }): Promise<NewPortalSession> {
  requirePermission(context, 'token:write')
  if (!isSecretText(link)) throw refuse()
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- writePortalToken records the token, in this transaction
  return context.transaction(async (tx) => {
    const email = await useLink(tx, workspaceId, { hash: secretHash(link), at: accessTime(context) })
    const [customer] = email === null ? [] : await findCustomersOf(tx, workspaceId, email)
    if (email === null || customer === undefined) throw refuse()
    const { id, name } = customer
    const own = {
      ...context.principal,
      kind: 'customer',
      id,
      name: name ?? '',
      permissions: new Set<string>(),
    } as const
    const { token, secret } = await writePortalToken(tx, inNameOf(context, own), { customerId: id, address: email })
    return { secret, expiresAt: token.expiresAt, email, name }
  })
}

function refuse(): AppError {
  return new AppError('unauthenticated', 'This link does not work any more: it works once and for 15 minutes.')
}
