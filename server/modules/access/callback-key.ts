import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { newWebhookSecret } from '../../platform/outbound/index.ts'
import { can } from './can.ts'

/**
 * Whose key signs a callback: the partner that owns the token, else the token; the workspace where a person raised the
 * ticket. Two partners never share one.
 */
export interface CallbackOwner {
  readonly kind: 'partner' | 'token' | 'workspace'
  readonly id: string
}

/** Who has keys that sign: besides those who raise tickets, a subscription's own endpoint. */
export type KeyOwner = CallbackOwner | { readonly kind: 'webhook'; readonly id: string }

/** A key that signs, or (once `retiresAt` is set) still signs beside the new one until then. */
export interface CallbackKey {
  readonly id: string
  /** `whsec_` and 32 bytes in base64, as Standard Webhooks has it. */
  readonly secret: string
  readonly createdAt: number
  readonly retiresAt: number | null
}

/** How long a rotated key goes on signing beside its successor. */
export const overlapMs = 24 * 60 * 60 * 1000
export const liveKeysAtMost = 3

export function newCallbackKey(nowMs: number): CallbackKey {
  return { id: newId(), secret: newWebhookSecret(), createdAt: nowMs, retiresAt: null }
}

/**
 * The owner of the key that signs what this caller raises. Throws `forbidden` for a person who may not make tokens: the
 * workspace's key is as good as one.
 */
export function requireOwnToken(context: Context): CallbackOwner {
  const { kind, id, partnerId } = context.principal
  if (kind === 'member' && can(context.principal, 'token:write')) return { kind: 'workspace', id: context.workspace.id }
  if (kind !== 'token') throw new AppError('forbidden', 'Only a service token or an admin reads a callback key.')
  return partnerId === null ? { kind: 'token', id } : { kind: 'partner', id: partnerId }
}
