import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { accessTime } from './access-time.ts'
import { type MarketLimits, requireMarketLimits } from './market-limits.ts'
import type { Member } from './member.ts'
import { insertMember } from './member-store.ts'
import { findMember } from './member-view.ts'
import { requirePartnerOfRole } from './partner-of-role.ts'
import { requireRoleGrant } from './require-own-grants.ts'
import { requirePermission } from './require-permission.ts'
import type { RoleName } from './roles.ts'
import { requireEmail } from './user.ts'
import { insertUser } from './user-store.ts'

/**
 * Gives a person a role in this workspace; who is new to the installation becomes a user of it, without a password.
 * Refuses `conflict` when they are a member already, `forbidden` for a role beyond the caller's own.
 */
export async function addMember(
  context: Context,
  input: { email: string; name: string; role: RoleName; partnerId?: string | null } & Partial<MarketLimits>,
): Promise<Member> {
  requirePermission(context, 'member:write')
  requireRoleGrant(context, input.role)
  const email = requireEmail(input.email)
  if (input.name.trim() === '') throw refuseField('/name', 'required', 'A member needs a name.')
  const limits = requireMarketLimits(input)
  return context.transaction(async (tx) => {
    const partnerId = await requirePartnerOfRole(tx, context, input)
    const user = await insertUser(tx, { id: newId(), email, name: input.name.trim() })
    const own = { role: input.role, partnerId, ...limits }
    const member = { id: newId(), userId: user.id, ...own, createdAtMs: accessTime(context) }
    const isNew = await insertMember(tx, context.workspace.id, member)
    if (!isNew) throw new AppError('conflict', `${email} is a member of this workspace already.`)
    const data = { memberId: encodeId('member', member.id), role: member.role }
    await appendWorkspaceEvent(tx, context, { type: 'member.added', data })
    const added = await findMember(tx, context.workspace.id, member.id)
    if (added === null) throw new Error('A member just written is not there.')
    return added
  })
}
