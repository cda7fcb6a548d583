import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { forgetSessions } from './authenticate-session.ts'
import { type MarketLimits, requireMarketLimits } from './market-limits.ts'
import type { Member } from './member.ts'
import { lockAdmins, replaceRole } from './member-store.ts'
import { findMember } from './member-view.ts'
import { requirePartnerOfRole } from './partner-of-role.ts'
import { requireRoleGrant } from './require-own-grants.ts'
import { requirePermission } from './require-permission.ts'
import type { RoleName } from './roles.ts'

/** A member as it is now, and the role it had before. */
export interface RoleChange {
  readonly member: Member
  readonly previous: string
}

/**
 * Gives a member another role, and what goes with it (left out: as it is while the role stays): the partner to act for, the
 * markets to edit, the franchisees whose stores to arrange. Felt by their sessions within a second. Null when there is
 * none such; `forbidden` when the old or the new role is beyond the caller's own; `conflict` for the last admin, who would
 * leave nobody to undo it.
 */
export async function changeMemberRole(
  context: Context,
  input: { memberId: string; role: RoleName; partnerId?: string | null } & Partial<MarketLimits>,
): Promise<RoleChange | null> {
  requirePermission(context, 'member:write')
  requireRoleGrant(context, input.role)
  return context.transaction(async (tx) => {
    const admins = await lockAdmins(tx, context.workspace.id)
    const member = await findMember(tx, context.workspace.id, input.memberId)
    if (member === null) return null
    const isKept = input.partnerId === undefined && input.role === member.role
    const partnerId = isKept ? (member.partner?.id ?? null) : await requirePartnerOfRole(tx, context, input)
    const limits = limitsAfter(member, input)
    if (member.role === input.role && partnerId === (member.partner?.id ?? null) && isSame(limits, member))
      return { member, previous: member.role }
    requireRoleGrant(context, member.role)
    if (admins.length === 1 && admins[0] === member.id && input.role !== 'admin') {
      throw new AppError('conflict', 'This is the last admin: make somebody else one first.')
    }
    const roles = { from: member.role, to: input.role, partnerId, ...limits }
    const isChanged = await replaceRole(tx, context.workspace.id, member.id, roles)
    if (!isChanged) throw new AppError('conflict', 'The role was changed at the same time.')
    const data = { memberId: encodeId('member', member.id), role: input.role, previous: member.role }
    await appendWorkspaceEvent(tx, context, { type: 'member.role_changed', data })
    tx.afterCommit(() => forgetSessions(context.memory, (session) => session.userId === member.userId))
    const now = await findMember(tx, context.workspace.id, member.id)
    if (now === null) throw new Error('A member just changed is not there.')
    return { member: now, previous: member.role }
  })
}

/** As told; what is left out stays while the role does. Throws `invalid`. */
function limitsAfter(member: Member, input: { readonly role: string } & Partial<MarketLimits>): MarketLimits {
  const kept = input.role === member.role ? member : { markets: null, franchisees: null }
  const { role, markets = kept.markets, franchisees = kept.franchisees } = input
  return requireMarketLimits({ role, markets, franchisees })
}

function isSame(one: MarketLimits, other: MarketLimits): boolean {
  const text = ({ markets, franchisees }: MarketLimits) => JSON.stringify([markets, franchisees])
  return text(one) === text(other)
}
