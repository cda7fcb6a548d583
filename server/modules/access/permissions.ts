/** What a principal may be allowed to do: the closed list that grants, routes and tokens name. */
export const permissions = [
  'ticket:read',
  'ticket:write',
  'ticket:assign',
  'ticket:merge',
  'view:write',
  'message:read',
  'message:write',
  'note:write',
  'chat:read',
  'chat:write',
  'portal:use',
  'task:read',
  'task:write',
  'offer:read',
  'offer:act',
  'agents:read',
  'agents:write',
  'agents:act',
  'queue:read',
  'customer:read',
  'customer:write',
  'customer:merge',
  'customer:export',
  'customer:erase',
  'order:read',
  'order:write',
  'workflow:read',
  'workflow:write',
  'event:read',
  'token:read',
  'token:write',
  'member:read',
  'member:write',
  'workspace:write',
  'delivery:read',
  'case:read',
  'case:open',
  'case:write',
  'case:decide',
  'webhook:read',
  'webhook:write',
  'sla:read',
  'qa:read',
  'qa:write',
  'session:own',
  'audit:read',
  'mail:read',
  'mail:write',
] as const

export type Permission = (typeof permissions)[number]

const known: ReadonlySet<string> = new Set(permissions)

export function isPermission(text: string): text is Permission {
  return known.has(text)
}
