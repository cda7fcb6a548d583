import type { Context } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import { randomSecret, secretHash } from '../../platform/random-secret.ts'
import { accessTime, requirePermission, spendTry } from '../access/index.ts'
import { normaliseContact } from '../customers/index.ts'
import { requestPortalMail } from '../mail/index.ts'
import { insertLink } from './portal-link-store.ts'
import { findCustomersOf } from './portal-view.ts'

const minutes = 15
/** So many links of an address work at a time: more would only fill a mailbox. */
const mostLinks = 3

/**
 * Counts that somebody asks for a link. Throws `rate_limited` when an address, known or not, or a network has been asked
 * for too often: what it answers tells nothing of who is known.
 */
export function countPortalTry(
  installation: Installation,
  { workspace, email, address }: { workspace: string; email: string; address: string },
): Promise<void> {
  return spendTry(installation, { email: `portal ${workspace} ${normaliseContact('email', email)}`, address })
}

/** Mails a link to whoever has this address. False when nobody has it, or enough links to it work already. */
export async function issuePortalLink(
  context: Context,
  { email, languages }: { email: string; languages: readonly string[] },
): Promise<boolean> {
  requirePermission(context, 'mail:write')
  const address = normaliseContact('email', email)
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- requestPortalMail records the mail, in this transaction
  return context.transaction(async (tx) => {
    const [customer] = await findCustomersOf(tx, workspaceId, address)
    if (customer === undefined) return false
    const secret = randomSecret()
    const at = accessTime(context)
    const link = { hash: secretHash(secret), address, at, expiresAt: at + minutes * 60_000 }
    if (!(await insertLink(tx, workspaceId, { ...link, most: mostLinks }))) return false
    return requestPortalMail(tx, context, {
      customerId: customer.id,
      to: { address, name: customer.name },
      languages: [...languages, customer.language],
      secret,
      minutes,
    })
  })
}
