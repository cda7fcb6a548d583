import type { Context, Tx } from '../../platform/context.ts'
import { updateAnswer } from './key-store.ts'
import type { KeptAnswer, KeyedCall } from './kept-answer.ts'
import { sealTokens } from './sealed-tokens.ts'

/** Stores the answer of a claimed key, in the transaction that claimed it; a token in it is stored sealed. */
export async function keepAnswer(tx: Tx, context: Context, call: KeyedCall, answer: KeptAnswer): Promise<void> {
  await updateAnswer(tx, context, call, sealTokens(context, call, answer))
}
