import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { permissionsOfRole } from './roles.ts'

/** What a call is about to hand to somebody. */
export interface Grant {
  readonly permissions: ReadonlySet<string>
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly markets: readonly string[] | null
  readonly franchisees: readonly string[] | null
  readonly partnerId: string | null
}

/** Refuses to hand out more than the caller holds: nobody makes an admin by being allowed to make tokens. */
export function requireOwnGrants(context: Context, grant: Grant): void {
  const { principal } = context
  const own = principal.permissions
  const beyond = own.has('*') ? [] : [...grant.permissions].filter((permission) => !own.has(permission))
  if (beyond.length > 0) {
    throw new AppError('forbidden', 'Nobody can grant a permission without having it.', { missing: beyond })
  }
  if (isWider(grant.channels, principal.scope.channels) || isWider(grant.queues, principal.scope.queues)) {
    throw new AppError('forbidden', 'Nobody can grant channels or queues beyond their own.', { missing: 'scope' })
  }
  const { markets = null, franchisees = null } = principal.scope
  if (isWider(grant.markets, markets) || isWider(grant.franchisees, franchisees)) {
    throw new AppError('forbidden', 'Nobody can grant markets or franchisees beyond their own.', { missing: 'scope' })
  }
  if (principal.partnerId !== null && grant.partnerId !== principal.partnerId) {
    throw new AppError('forbidden', 'A partner can grant in its own name only.', { missing: 'partner' })
  }
}

/** The same for a role, which is a role everywhere in the workspace. */
export function requireRoleGrant(context: Context, role: string): void {
  const permissions = new Set<string>(permissionsOfRole(role))
  requireOwnGrants(context, {
    permissions,
    channels: null,
    queues: null,
    markets: null,
    franchisees: null,
    partnerId: null,
  })
}

function isWider(wished: readonly string[] | null, own: ReadonlySet<string> | null): boolean {
  return own !== null && (wished === null || wished.some((each) => !own.has(each)))
}
