import type { Principal } from '../../platform/principal.ts'
import { can, type Resource } from './can.ts'
import { type MarketLimits, marketScopeOf } from './market-limits.ts'
import { permissionsOfRole } from './roles.ts'

/** What a member may do, and where, by its role: in its sessions, and for what it is offered as an agent or told by mail. */
export function rightsOfMember(
  member: { readonly role: string } & MarketLimits,
): Pick<Principal, 'permissions' | 'scope'> {
  return {
    permissions: new Set<string>(permissionsOfRole(member.role)),
    scope: { channels: null, queues: null, ...marketScopeOf(member) },
  }
}

/** Whether a member with this role may answer the offers of the agent it is; a place that is left out = anywhere. */
export function mayAnswerOffers(role: string, place: Pick<Resource, 'queue' | 'channel'> = {}): boolean {
  const own = { kind: 'member', id: '', name: '', agentId: 'own', partnerId: null } as const
  const rights = rightsOfMember({ role, markets: null, franchisees: null })
  return can({ ...own, ...rights }, 'offer:act', { agentId: own.agentId, ...place })
}
