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
