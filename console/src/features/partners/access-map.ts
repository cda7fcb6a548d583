import type { AccessMap, AccessRequest, Role } from '@switchyard/sdk'

/** A map as it is being drawn; nothing ticked of channels or queues is every one. */
export interface MapDraft {
  as: AccessMap['as']
  role: string
  permissions: readonly string[]
  channels: readonly string[]
  queues: readonly string[]
  partnerId: string
  /** The last day of a token, as a date field has it. */
  endsOn: string
}

const yearMs = 365 * 24 * 60 * 60 * 1000

const allowedBy = (roles: readonly Role[], name: string | null): readonly string[] =>
  roles.find((role) => role.name === name)?.permissions ?? []

/** Everything that was asked for by a role or by name; nothing where that is left to the review. */
function wishedOf(request: AccessRequest, roles: readonly Role[]): Set<string> {
  return new Set([...allowedBy(roles, request.role), ...request.permissions])
}

/** The roles that are not wider than what was asked for; an administrator is made elsewhere. */
export function rolesWithin(request: AccessRequest, roles: readonly Role[]): Role[] {
  const wished = wishedOf(request, roles)
  const narrow = roles.filter(({ name, permissions }) => {
    return name !== 'admin' && (wished.size === 0 || permissions.every((one) => wished.has(one)))
  })
  // First what was asked for, so that it is what is proposed.
  return narrow.toSorted((one, other) => Number(other.name === request.role) - Number(one.name === request.role))
}

/** The permissions that may be ticked: those of the role, and what was asked for beside one. */
export function permissionsWithin(request: AccessRequest, roles: readonly Role[], role: string): string[] {
  return [...new Set([...allowedBy(roles, role), ...request.permissions])]
}

/** What is proposed: all that was asked for, for a year. */
export function firstDraft(request: AccessRequest, roles: readonly Role[], nowMs: number): MapDraft {
  const role = rolesWithin(request, roles)[0]?.name ?? ''
  return {
    as: request.kind === 'partner' ? 'token' : 'member',
    role,
    permissions: permissionsWithin(request, roles, role),
    channels: request.channels,
    queues: request.queues,
    partnerId: '',
    endsOn: new Date(nowMs + yearMs).toISOString().slice(0, 10),
  }
}

/** The map as it is sent: a role where all of it is given, else the permissions that are left of it. */
export function mapOf(draft: MapDraft, roles: readonly Role[]): AccessMap {
  const role = roles.find(({ name }) => name === draft.role)
  const partnerId = draft.partnerId === '' ? null : draft.partnerId
  if (draft.as === 'member') return { as: 'member', role: role?.name ?? null, partnerId }
  const isWhole =
    role !== undefined &&
    role.permissions.length === draft.permissions.length &&
    role.permissions.every((one) => draft.permissions.includes(one))
  return {
    as: 'token',
    role: isWhole ? role.name : null,
    permissions: isWhole ? null : ([...draft.permissions] as NonNullable<AccessMap['permissions']>),
    channels: draft.channels.length === 0 ? null : [...draft.channels],
    queues: draft.queues.length === 0 ? null : [...draft.queues],
    partnerId,
    expiresAt: `${draft.endsOn}T23:59:59.000Z`,
  }
}
