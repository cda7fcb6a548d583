import { type Permission, permissions } from './permissions.ts'

export const roleNames = [
  'admin',
  'manager',
  'agent',
  'engineer',
  'risk-reviewer',
  'qa-reviewer',
  'auditor',
  'partner',
  'market-editor',
  'franchisee',
] as const

/** A built-in role: a name for a set of permissions. */
export type RoleName = (typeof roleNames)[number]

const everyReading = permissions.filter((permission) => permission.endsWith(':read'))

const workingAgent: readonly Permission[] = [
  'ticket:read',
  'ticket:write',
  'ticket:assign',
  'ticket:merge',
  'message:read',
  'message:write',
  'note:write',
  'chat:read',
  'chat:write',
  'task:read',
  'task:write',
  'offer:read',
  'offer:act',
  'agents:read',
  'queue:read',
  'customer:read',
  'customer:write',
  'order:read',
  'workflow:read',
  'event:read',
  'sla:read',
  'case:open',
  'session:own',
]

const ownerOnly = new Set<Permission>(['token:write', 'member:write', 'workspace:write', 'customer:erase'])

/** What each built-in role may do; `*` is everything, also what is added later (domain.md, Access). */
export const rolePermissions: Readonly<Record<RoleName, readonly (Permission | '*')[]>> = {
  admin: ['*'],
  manager: permissions.filter((permission) => !ownerOnly.has(permission)),
  agent: workingAgent,
  engineer: [...workingAgent, 'order:write', 'delivery:read', 'webhook:read', 'webhook:write'],
  'risk-reviewer': [...workingAgent, 'case:read', 'case:write', 'case:decide'],
  'qa-reviewer': [
    'qa:read',
    'qa:write',
    'ticket:read',
    'message:read',
    'chat:read',
    'task:read',
    'agents:read',
    'queue:read',
    'customer:read',
    'order:read',
    'workflow:read',
    'event:read',
    'sla:read',
    'case:read',
    'session:own',
  ],
  auditor: [...everyReading, 'session:own'],
  partner: [
    'ticket:read',
    'ticket:write',
    'message:read',
    'message:write',
    'chat:read',
    'chat:write',
    'offer:read',
    'offer:act',
    'delivery:read',
    'sla:read',
    'partner:act',
    'session:own',
  ],
  'market-editor': ['market:read', 'market:write', 'session:own'],
  // The same for stores of its own: whoever has the role says whose (market-limits.ts).
  franchisee: ['market:read', 'market:write', 'session:own'],
}

export function isRoleName(text: string): text is RoleName {
  return Object.hasOwn(rolePermissions, text)
}

/**
 * The partner that somebody acts for. Who has the role `partner` and belongs to none is one of its own: it owns what it
 * raises itself, and nothing else of the workspace is its business.
 */
export function partnerOf(holder: { role: string; partnerId: string | null; id: string }): string | null {
  return holder.partnerId ?? (holder.role === 'partner' ? holder.id : null)
}

/** The permissions a role gives; none for a name that is not a role's. */
export function permissionsOfRole(role: string): readonly (Permission | '*')[] {
  return isRoleName(role) ? rolePermissions[role] : []
}
