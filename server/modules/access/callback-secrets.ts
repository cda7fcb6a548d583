import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { accessTime } from './access-time.ts'
import { type CallbackKey, type KeyOwner, newCallbackKey } from './callback-key.ts'
import { findLiveKeys, findSealedKeys, insertKey, lockOwner, openSealedKey } from './callback-key-store.ts'

/**
 * The secrets that sign a callback to this owner, newest first, 1 to 3 of them: the worker writes a signature with each.
 * Makes the first key when there is none, so `tx` must be one that may write.
 */
export async function callbackSecrets(tx: Tx, context: Context, owner: KeyOwner): Promise<string[]> {
  const { keys, isFirst } = await liveKeysOrFirst(tx, context, owner)
  if (isFirst) await appendKeyEvent(tx, context, owner)
  return keys.map((key) => key.secret)
}

/**
 * The same for several owners by one statement. Null for an owner that has no key yet, or whose keys cannot be opened:
 * `callbackSecrets` makes the first one, or says why not.
 */
export async function callbackSecretsOfAll(
  tx: Tx,
  context: Context,
  owners: readonly KeyOwner[],
): Promise<(string[] | null)[]> {
  const rows = await findSealedKeys(tx, context.workspace.id, { owners, nowMs: accessTime(context) })
  const keys = Map.groupBy(rows, ({ ownerKind, ownerId }) => `${ownerKind} ${ownerId}`)
  return owners.map(({ kind, id }) => {
    try {
      return keys.get(`${kind} ${id}`)?.map((key) => openSealedKey(context, key)) ?? null
    } catch {
      return null
    }
  })
}

/**
 * The owner's live keys, newest first. Where there is none the first one is made; who asked then records that.
 * Throws `not_found` without owner.
 */
export async function liveKeysOrFirst(
  tx: Tx,
  context: Context,
  owner: KeyOwner,
): Promise<{ keys: CallbackKey[]; isFirst: boolean }> {
  const nowMs = accessTime(context)
  const found = await findLiveKeys(tx, context, owner, nowMs)
  if (found.length > 0) return { keys: found, isFirst: false }
  if (!(await lockOwner(tx, context.workspace.id, owner)))
    throw new AppError('not_found', 'There is no such key owner.')
  const foundAfterAll = await findLiveKeys(tx, context, owner, nowMs)
  if (foundAfterAll.length > 0) return { keys: foundAfterAll, isFirst: false }
  const first = newCallbackKey(nowMs)
  await insertKey(tx, context, owner, first)
  return { keys: [first], isFirst: true }
}

/** Records that a new key signs for this owner from now on, that its secret was read, or that those before it ended. */
export async function appendKeyEvent(
  tx: Tx,
  context: Context,
  owner: KeyOwner,
  type: 'callback_key.rotated' | 'callback_key.revealed' | 'callback_key.retired' = 'callback_key.rotated',
): Promise<void> {
  const ownerId = encodeId(owner.kind, owner.id)
  await appendWorkspaceEvent(tx, context, { type, data: { ownerKind: owner.kind, ownerId } })
}
