import type { Context, Tx } from '../../platform/context.ts'
import { updateAnswer } from './key-store.ts'
import type { KeptAnswer, KeyedCall } from './kept-answer.ts'

/** Stores the answer of a claimed key, in the transaction that claimed it. */
export async function keepAnswer(tx: Tx, context: Context, call: KeyedCall, answer: KeptAnswer): Promise<void> {
  await updateAnswer(tx, context, call, answer)
}
