import { createHmac } from 'node:crypto'
import type { Context, Tx } from '../../platform/context.ts'
import { callbackSecrets } from './callback-secrets.ts'
import { requirePermission } from './require-permission.ts'
import { revealKeys } from './rotate-keys.ts'

/**
 * The secrets by which pages of a channel may say who their visitor is, newest first: one for each live key of the
 * workspace, so that they are rotated with it and no channel learns another's.
 */
export async function identitySecrets(tx: Tx, context: Context, channel: string): Promise<string[]> {
  const keys = await callbackSecrets(tx, context, { kind: 'workspace', id: context.workspace.id })
  return keys.map((key) => createHmac('sha256', key).update(`widget identity/${channel}`).digest('base64url'))
}

/** The same to be shown to the caller, which is recorded. */
export async function readIdentitySecrets(context: Context, input: { channel: string }): Promise<string[]> {
  requirePermission(context, 'token:write')
  // oxlint-disable-next-line switchyard/verb -- revealKeys records that they were read
  return context.transaction(async (tx) => {
    const secrets = await identitySecrets(tx, context, input.channel)
    await revealKeys(tx, context, { kind: 'workspace', id: context.workspace.id })
    return secrets
  })
}
