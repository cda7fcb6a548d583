import { refuseField } from '../../platform/errors.ts'
import type { Scope } from '../../platform/principal.ts'

/** What of the markets somebody arranges; null = all there is. */
export interface MarketLimits {
  readonly markets: readonly string[] | null
  readonly franchisees: readonly string[] | null
}

/** What a person with this role is limited to. Throws `invalid` for limits that the role does not have. */
export function requireMarketLimits({
  role,
  markets = null,
  franchisees = null,
}: { readonly role: string } & Partial<MarketLimits>): MarketLimits {
  if (markets !== null && role !== 'market-editor')
    throw refuseField('/markets', 'other_role', 'Only a member with the role "market-editor" is limited to markets.')
  if (franchisees !== null && role !== 'franchisee')
    throw refuseField('/franchisees', 'other_role', 'Only a member with the role "franchisee" has franchisees.')
  requireOwnStores({ role, franchisees })
  return { markets, franchisees }
}

/** A franchisee arranges stores of its own: nobody is one of all. Throws `invalid`. */
export function requireOwnStores({
  role,
  franchisees,
}: { readonly role: string | null } & Pick<MarketLimits, 'franchisees'>): void {
  if (role !== 'franchisee' || (franchisees !== null && franchisees.length > 0)) return
  throw refuseField('/franchisees', 'required', 'Say whose stores: a franchisee arranges its own alone.')
}

/** The limits of whoever calls; a franchisee of whom nobody said whose stores arranges none. */
export function marketScopeOf({
  role,
  markets,
  franchisees,
}: { readonly role: string } & MarketLimits): Pick<Scope, 'markets' | 'franchisees'> {
  const own = role === 'franchisee' ? (franchisees ?? []) : franchisees
  return {
    ...(markets !== null && { markets: new Set(markets) }),
    ...(own !== null && { franchisees: new Set(own) }),
  }
}
