import type { Workspace } from '../../platform/context.ts'
import type { Principal } from '../../platform/principal.ts'
import { marketScopeOf } from './market-limits.ts'
import type { Permission } from './permissions.ts'
import { partnerOf, permissionsOfRole, type RoleName } from './roles.ts'

/** A service token as its owners see it; the secret itself is nowhere. */
export interface Token {
  readonly id: string
  readonly name: string
  readonly kind: 'service' | 'customer'
  /** A built-in role, or `custom` when the token has permissions of its own. */
  readonly role: string
  readonly permissions: readonly string[] | null
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly markets: readonly string[] | null
  readonly franchisees: readonly string[] | null
  readonly partnerId: string | null
  /** The partner's integration it speaks for. */
  readonly integrationId: string | null
  readonly customerId: string | null
  /** The one chat it opens; only of a customer's. */
  readonly chatId: string | null
  /** The address whose requests a portal shows by it; only of a customer's. */
  readonly portalAddress: string | null
  /** The customers who have that address now; null where it has none. */
  readonly customerIds: readonly string[] | null
  readonly prefix: string
  readonly ratePerSecond: number | null
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
  readonly version: number
}

/** What a new token may do and where; exactly one of `role` and `permissions` is given. */
export interface TokenGrant {
  readonly name: string
  readonly role: RoleName | null
  readonly permissions: readonly Permission[] | null
  /** Null is every channel or queue. */
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  /** Null is every market or franchisee. */
  readonly markets: readonly string[] | null
  readonly franchisees: readonly string[] | null
  readonly partnerId: string | null
  /** The one customer that a token of a chat or portal speaks for; makes its kind `customer`. */
  readonly customerId: string | null
  /** Epoch milliseconds; null never ends. */
  readonly expiresAt: number | null
  readonly ratePerSecond: number | null
}

/** The grant of a token that nothing holds back but its role, or the permissions given in its place. */
export const unlimitedGrant: Omit<TokenGrant, 'name' | 'role'> = {
  permissions: null,
  channels: null,
  queues: null,
  markets: null,
  franchisees: null,
  partnerId: null,
  customerId: null,
  expiresAt: null,
  ratePerSecond: null,
}

/** Who a token turned out to be. */
export interface AuthenticatedToken {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly tokenId: string
  readonly ratePerSecond: number | null
}

/** The permissions a token gives: its own list, else those of its role. */
export function permissionsOfToken(token: Pick<Token, 'role' | 'permissions'>): ReadonlySet<string> {
  return new Set(token.permissions ?? permissionsOfRole(token.role))
}

/** The principal a token is: a customer's one speaks for that customer alone. */
export function principalOfToken(token: Token): Principal {
  const isCustomer = token.kind === 'customer' && token.customerId !== null
  return {
    kind: isCustomer ? 'customer' : 'token',
    id: isCustomer ? (token.customerId ?? token.id) : token.id,
    name: token.name,
    permissions: permissionsOfToken(token),
    scope: {
      channels: token.channels === null ? null : new Set(token.channels),
      queues: token.queues === null ? null : new Set(token.queues),
      ...marketScopeOf(token),
    },
    agentId: null,
    partnerId: partnerOf(token),
    ...(token.integrationId !== null && { integrationId: token.integrationId }),
    ...(token.chatId !== null && { chatId: token.chatId }),
    ...(token.portalAddress !== null && {
      portal: { tokenId: token.id, address: token.portalAddress, customerIds: new Set(token.customerIds) },
    }),
  }
}
