import type { Context } from '../../platform/context.ts'
import { findKey, type KeptKey } from './key-store.ts'
import type { KeyedCall } from './kept-answer.ts'

/** What is stored under a key that somebody else has taken, or null when it is gone. */
export async function findStoredAnswer(context: Context, call: KeyedCall): Promise<KeptKey | null> {
  return context.read((tx) => findKey(tx, context, call))
}
