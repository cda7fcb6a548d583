import type { Context, Tx } from '../../platform/context.ts'
import { accessTime } from './access-time.ts'
import { type CallbackKey, type KeyOwner, liveKeysAtMost, newCallbackKey } from './callback-key.ts'
import { findLiveKeys, insertKey, retireKeys } from './callback-key-store.ts'
import { appendKeyEvent } from './callback-secrets.ts'

/**
 * Gives an owner that the caller has locked a new key; gives its live keys, the newest first. Those before go on signing
 * for the overlap; of more than three the oldest stops at once.
 */
export async function rotateKeys(
  tx: Tx,
  context: Context,
  { owner, overlapMs }: { owner: KeyOwner; overlapMs: number },
): Promise<CallbackKey[]> {
  const nowMs = accessTime(context)
  const live = await findLiveKeys(tx, context, owner, nowMs)
  const staying = live.slice(0, liveKeysAtMost - 1)
  const leaving = live.slice(liveKeysAtMost - 1)
  const idsOf = (keys: typeof live) => keys.map((key) => key.id)
  await retireKeys(tx, context.workspace.id, idsOf(leaving), nowMs)
  await retireKeys(tx, context.workspace.id, idsOf(staying), nowMs + overlapMs)
  await insertKey(tx, context, owner, newCallbackKey(nowMs))
  await appendKeyEvent(tx, context, owner)
  return findLiveKeys(tx, context, owner, nowMs)
}

/** The keys that sign for an owner now, the newest first. */
export function liveKeysOf(tx: Tx, context: Context, owner: KeyOwner): Promise<CallbackKey[]> {
  return findLiveKeys(tx, context, owner, accessTime(context))
}

/** The same to be shown to the caller, which is recorded. */
export async function revealKeys(tx: Tx, context: Context, owner: KeyOwner): Promise<CallbackKey[]> {
  await appendKeyEvent(tx, context, owner, 'callback_key.revealed')
  return liveKeysOf(tx, context, owner)
}

/** Lets only the newest key of an owner that the caller has locked sign from now on; gives it. */
export async function endKeyOverlap(tx: Tx, context: Context, owner: KeyOwner): Promise<CallbackKey[]> {
  const nowMs = accessTime(context)
  const [current, ...retiring] = await findLiveKeys(tx, context, owner, nowMs)
  if (retiring.length > 0) {
    const ids = retiring.map((key) => key.id)
    await retireKeys(tx, context.workspace.id, ids, nowMs)
    await appendKeyEvent(tx, context, owner, 'callback_key.retired')
  }
  return current === undefined ? [] : [current]
}
