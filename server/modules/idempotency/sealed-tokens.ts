import type { Context } from '../../platform/context.ts'
import { sealOf } from '../../platform/seal.ts'
import type { KeptAnswer, KeyedCall } from './kept-answer.ts'

/** An answer as it is stored: what opens something for whoever has it stands there sealed. */
export interface StoredAnswer extends KeptAnswer {
  /** The sealed texts that stand in the body; left out where there is none. */
  readonly sealed?: readonly string[]
}

/** A member `token`, or one in an address. */
const token = /(?<="token":"|[?&]token=)[\w-]+/g

/** Seals the tokens of an answer: who reads the table, or a copy of it, opens nothing with them. */
export function sealTokens(context: Context, call: KeyedCall, answer: KeptAnswer): StoredAnswer {
  const sealed: string[] = []
  const body = answer.body.replaceAll(token, (text) => {
    const bytes = sealOf(context.memory).seal(text, bindingOf(context, call))
    sealed.push(bytes.toString('base64url'))
    return sealed.at(-1) ?? ''
  })
  return sealed.length === 0 ? answer : { ...answer, body, sealed }
}

/** The answer as it was sent first. */
export function openTokens(context: Context, call: KeyedCall, { sealed = [], ...answer }: StoredAnswer): KeptAnswer {
  let { body } = answer
  for (const text of sealed) {
    const plain = sealOf(context.memory).open(Buffer.from(text, 'base64url'), bindingOf(context, call))
    body = body.replaceAll(text, () => plain)
  }
  return { ...answer, body }
}

function bindingOf({ workspace, principal }: Context, { route, key }: KeyedCall): string {
  return `idempotency ${workspace.id} ${principal.id} ${route} ${key}`
}
