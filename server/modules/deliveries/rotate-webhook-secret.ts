import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import {
  type CallbackKey,
  endKeyOverlap,
  liveKeysOf,
  overlapMs as usualOverlapMs,
  requirePermission,
  revealKeys,
  rotateKeys,
} from '../access/index.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { lockStates } from './webhook-state-store.ts'

export interface SecretRotation {
  readonly webhookId: string
  /** A day unless said. */
  readonly overlapMs?: number | undefined
  /** Also while an overlap lasts: of more than three keys the oldest stops at once. */
  readonly isForced?: boolean | undefined
}

/**
 * Gives a subscription a new key; gives its live keys, the newest first. Those before sign beside it for the overlap.
 * Null when there is no such subscription in scope. Throws `conflict` while an earlier overlap lasts, unless forced: a
 * receiver that has not changed yet would be left with a key that signs nothing.
 */
export async function rotateWebhookSecret(context: Context, input: SecretRotation): Promise<CallbackKey[] | null> {
  requirePermission(context, 'webhook:write')
  const { overlapMs = usualOverlapMs, isForced = false } = input
  // oxlint-disable-next-line switchyard/verb -- rotateKeys records the key that it makes
  return context.transaction(async (tx) => {
    const owner = await lockOwnKeys(tx, context, input.webhookId)
    if (owner === null) return null
    const [, oldest] = await liveKeysOf(tx, context, owner)
    if (oldest !== undefined && !isForced) refuseOverlap(oldest)
    return rotateKeys(tx, context, { owner, overlapMs })
  })
}

/** Lets the newest key of a subscription alone sign from now on; gives it. Null when there is none such in scope. */
export async function endWebhookOverlap(context: Context, input: { webhookId: string }): Promise<CallbackKey[] | null> {
  requirePermission(context, 'webhook:write')
  // oxlint-disable-next-line switchyard/verb -- endKeyOverlap records what it ends
  return context.transaction(async (tx) => {
    const owner = await lockOwnKeys(tx, context, input.webhookId)
    return owner === null ? null : endKeyOverlap(tx, context, owner)
  })
}

/** The live keys of a subscription, the newest first; that they were shown is recorded. Null when there is none such in scope. */
export async function revealWebhookSecret(
  context: Context,
  input: { webhookId: string },
): Promise<CallbackKey[] | null> {
  requirePermission(context, 'webhook:write')
  // oxlint-disable-next-line switchyard/verb -- revealKeys records that they were shown
  return context.transaction(async (tx) => {
    const owner = await lockOwnKeys(tx, context, input.webhookId)
    return owner === null ? null : revealKeys(tx, context, owner)
  })
}

/** Two who change the keys of one subscription take turns. */
async function lockOwnKeys(tx: Tx, context: Context, webhookId: string) {
  await lockStates(tx, context.workspace.id, [webhookId])
  const webhook = await findOwnWebhook(tx, context, webhookId)
  return webhook === null ? null : ({ kind: 'webhook', id: webhook.id } as const)
}

function refuseOverlap({ retiresAt }: CallbackKey): never {
  throw new AppError(
    'conflict',
    'The key before still signs beside the new one; end that overlap first, or send "force": true.',
    retiresAt === null ? {} : { retiresAt: new Date(retiresAt).toISOString() },
  )
}
