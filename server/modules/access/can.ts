import { customersOf, type Principal } from '../../platform/principal.ts'
import type { Permission } from './permissions.ts'

/** What a call touches. A member left out is not asked about; null is a thing that has none (no queue yet, no partner). */
export interface Resource {
  readonly channel?: string | null
  readonly queue?: string | null
  readonly partnerId?: string | null
  readonly customerId?: string | null
  readonly agentId?: string | null
  readonly chatId?: string | null
  readonly market?: string | null
  readonly franchisee?: string | null
}

/** The part of a grant that a refusal fell on. */
export type Refusal =
  | 'permission'
  | 'channel'
  | 'queue'
  | 'market'
  | 'franchisee'
  | 'partner'
  | 'customer'
  | 'chat'
  | 'agent'

/** The one place that decides: may this principal do this to that? Denies what nothing allows. */
export function can(principal: Principal, action: Permission, resource: Resource = {}): boolean {
  return refusalOf(principal, action, resource) === null
}

/** Why not, or null when the principal may. */
export function refusalOf(principal: Principal, action: Permission, resource: Resource): Refusal | null {
  const refusal = refusalByPermission(principal, action, resource)
  if (refusal !== null) return refusal
  if (isOutside(principal.scope.channels, resource.channel)) return 'channel'
  if (isOutside(principal.scope.queues, resource.queue)) return 'queue'
  if (isOutside(principal.scope.markets ?? null, resource.market)) return 'market'
  if (isOutside(principal.scope.franchisees ?? null, resource.franchisee)) return 'franchisee'
  if (principal.partnerId !== null && resource.partnerId !== undefined && resource.partnerId !== principal.partnerId) {
    return 'partner'
  }
  // A customer owns single things and never a list: what does not name its customer is somebody else's.
  if (principal.kind === 'customer' && !isOwnCustomer(principal, resource.customerId)) return 'customer'
  if (principal.chatId !== undefined && resource.chatId !== principal.chatId) return 'chat'
  return null
}

function refusalByPermission(principal: Principal, action: Permission, resource: Resource): Refusal | null {
  if (action !== 'offer:act' && action !== 'agents:act') return holds(principal, action) ? null : 'permission'
  // `agents:act` acts for every agent, `offer:act` for the agent one is (api.md, Driving agents by API).
  if (holds(principal, 'agents:act')) return null
  if (!holds(principal, 'offer:act')) return 'permission'
  if (resource.agentId === undefined) return action === 'offer:act' ? null : 'permission'
  return resource.agentId !== null && resource.agentId === principal.agentId ? null : 'agent'
}

function holds(principal: Principal, permission: Permission): boolean {
  return principal.permissions.has('*') || principal.permissions.has(permission)
}

function isOwnCustomer(principal: Principal, customerId: string | null | undefined): boolean {
  return customerId != null && customersOf(principal).has(customerId)
}

function isOutside(scope: ReadonlySet<string> | null, value: string | null | undefined): boolean {
  return scope !== null && value !== undefined && (value === null || !scope.has(value))
}
