import { type Permission, permissionsOfRole, type RoleName, roleNames } from '../access/index.ts'
import type { Actor } from '../events/index.ts'

/** A partner connects a program, an operator works here. */
export const requesterKinds = ['partner', 'operator'] as const
type RequesterKind = (typeof requesterKinds)[number]

export const requestStates = ['submitted', 'approved', 'rejected'] as const
export type AccessRequestState = (typeof requestStates)[number]

/** Nobody outside asks to be an administrator. */
export const askableRoles = roleNames.filter((role) => role !== 'admin')

/** What somebody would like to have; null and nothing of a kind leave it to the review. */
export interface AskedAccess {
  readonly role: string | null
  readonly permissions: readonly string[]
  readonly channels: readonly string[]
  readonly queues: readonly string[]
}

/** Who asks, for what and why. */
export interface AccessWish extends AskedAccess {
  readonly kind: RequesterKind
  readonly name: string
  readonly email: string
  readonly organization: string
  readonly purpose: string
  /** BCP 47: in which they are written to. */
  readonly language: string
}

/** The map of an approval; `id` is that of the token or member it was given to. Instants in epoch ms. */
export interface GrantedAccess {
  readonly as: 'token' | 'member'
  readonly id: string
  readonly role: string | null
  readonly permissions: readonly string[] | null
  /** Null is every channel or queue. */
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
  readonly expiresAt: number | null
}

export interface AccessRequest extends AccessWish {
  readonly id: string
  readonly state: AccessRequestState
  readonly createdAt: number
  readonly decidedAt: number | null
  readonly decidedBy: Actor | null
  readonly reason: string | null
  readonly granted: GrantedAccess | null
}

/** What an approval hands out, before there is somebody to hand it to. */
export interface WishedGrant {
  readonly as: 'token' | 'member'
  readonly role: RoleName | null
  readonly permissions: readonly Permission[] | null
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
}

/**
 * The part of a grant that goes beyond what was asked for, or null: an approval may narrow a wish, never widen it. Where
 * nothing was asked for the review is free. A member's role holds everywhere, so channels and queues limit tokens alone.
 */
export function beyondAsked(
  asked: AskedAccess,
  granted: WishedGrant,
): 'role' | 'permissions' | 'channels' | 'queues' | null {
  const wished = new Set<string>([...(asked.role === null ? [] : permissionsOfRole(asked.role)), ...asked.permissions])
  const given = granted.permissions ?? (granted.role === null ? [] : permissionsOfRole(granted.role))
  if (wished.size > 0 && given.some((permission) => !wished.has(permission)))
    return granted.permissions === null ? 'role' : 'permissions'
  if (granted.as === 'member') return null
  if (isWider(asked.channels, granted.channels)) return 'channels'
  return isWider(asked.queues, granted.queues) ? 'queues' : null
}

function isWider(asked: readonly string[], granted: readonly string[] | null): boolean {
  if (asked.length === 0) return false
  return granted === null || granted.some((each) => !asked.includes(each))
}
