import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { isPartner } from './member-view.ts'
import type { RoleName } from './roles.ts'

/** The partner somebody with this role is to act for; null = none. Throws `invalid` for one that is not there. */
export async function requirePartnerOfRole(
  tx: Tx,
  context: Context,
  { role, partnerId = null }: { role: RoleName; partnerId?: string | null },
): Promise<string | null> {
  if (partnerId === null) return null
  if (role !== 'partner')
    throw refuseField('/partnerId', 'other_role', 'Only a member with the role "partner" acts for a partner.')
  if (!(await isPartner(tx, context.workspace.id, partnerId)))
    throw refuseField('/partnerId', 'unknown_partner', 'There is no such partner.')
  return partnerId
}
