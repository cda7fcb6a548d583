import type { Context } from '../../platform/context.ts'
import { type CallbackKey, type CallbackOwner, requireOwnToken } from './callback-key.ts'
import { appendKeyEvent, liveKeysOrFirst } from './callback-secrets.ts'

/** The key that signs the caller's callbacks, and those that still sign beside it. */
export interface CallbackSecret {
  readonly owner: CallbackOwner
  readonly current: CallbackKey
  readonly retiring: readonly CallbackKey[]
}

/** The calling token's own callback key, made when first asked for; that it was read is recorded. Throws `forbidden` for anybody but a token. */
export async function getCallbackSecret(context: Context): Promise<CallbackSecret> {
  const owner = requireOwnToken(context)
  return context.transaction(async (tx) => {
    const { keys, isFirst } = await liveKeysOrFirst(tx, context, owner)
    if (isFirst) await appendKeyEvent(tx, context, owner)
    await appendKeyEvent(tx, context, owner, 'callback_key.revealed')
    return secretOf(owner, keys)
  })
}

/** Tells the key that signs from those on their way out; `keys` are newest first. */
export function secretOf(owner: CallbackOwner, keys: readonly CallbackKey[]): CallbackSecret {
  const [current, ...retiring] = keys
  if (current === undefined) throw new Error(`The ${owner.kind} ${owner.id} has no live callback key.`)
  return { owner, current, retiring }
}
