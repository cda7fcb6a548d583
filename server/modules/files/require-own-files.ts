import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, type Permission, requirePermission } from '../access/index.ts'

/** Each of these has something to attach a file to. */
const uses: readonly Permission[] = [
  'message:write',
  'chat:write',
  'portal:use',
  'note:write',
  'case:write',
  'case:open',
]

/** Refuses who may write nothing that a file could hang on. Throws `forbidden`. */
export function requireOwnFiles(context: Context): void {
  if (uses.some((permission) => mayAnywhere(context, permission))) return
  requirePermission(context, 'message:write')
  throw new AppError('forbidden', 'This needs a permission to write messages, notes or cases.')
}

/** A customer owns single things: that it may write at all is asked here, and where by what it attaches the file to. */
function mayAnywhere({ principal }: Context, permission: Permission): boolean {
  if (principal.kind !== 'customer') return can(principal, permission)
  return principal.permissions.has(permission) || principal.permissions.has('*')
}
