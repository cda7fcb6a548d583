import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { type Refusal, refusalOf, type Resource } from './can.ts'
import type { Permission } from './permissions.ts'

/**
 * Refuses the call unless its principal may do this, to that resource when one is named.
 * Throws `forbidden` with the missing permission, the part of the grant that fell short, and who can grant it.
 */
export function requirePermission(context: Context, permission: Permission, resource: Resource = {}): void {
  const refusal = refusalOf(context.principal, permission, resource)
  if (refusal === null) return
  const grantedBy = context.principal.kind === 'member' ? 'member:write' : 'token:write'
  throw new AppError('forbidden', explain(permission, refusal, grantedBy), { permission, missing: refusal, grantedBy })
}

function explain(permission: Permission, refusal: Refusal, grantedBy: Permission): string {
  const who = `Somebody with "${grantedBy}" (an admin) can grant it.`
  if (refusal === 'permission') return `This needs the permission "${permission}". ${who}`
  return `The permission "${permission}" is granted here, but not for this ${refusal}. ${who}`
}
