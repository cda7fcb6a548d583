import { type Permission, permissionsOfRole, type RoleName } from '../access/index.ts'
import type { PermissionMark, PermissionRow } from './page.ts'

/** What people ask about before they ask for access. */
const shown = [
  'ticket:write',
  'ticket:read',
  'offer:act',
  'case:open',
  'case:decide',
  'qa:read',
  'delivery:read',
  'access:review',
  'workflow:write',
] as const satisfies readonly Permission[]

/** The example map of the page, from the roles that are really there. */
export function permissionMap(): readonly PermissionRow[] {
  return shown.map((permission) => ({
    permission,
    partner: markOf('partner', permission),
    agent: markOf('agent', permission),
    reviewer: markOf('risk-reviewer', permission),
    manager: markOf('manager', permission),
  }))
}

function markOf(role: RoleName, permission: Permission): PermissionMark {
  if (!permissionsOfRole(role).includes(permission)) return 'no'
  if (role === 'partner') return 'own'
  return permission === 'case:decide' || permission === 'access:review' ? 'four-eyes' : 'yes'
}
