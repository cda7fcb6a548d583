import { membersOf, plain } from './read-members.ts'
import type { ReadableOutcome } from './read-offer-reply.ts'

/** What an agent's endpoint made of a question. `received`: the answer comes by a later call. `failed`: ask again. */
export type ConsultReply =
  /** The consult is over; null = without a word. */
  | { readonly kind: 'answer'; readonly note: string | null }
  | { readonly kind: 'received' }
  /** `isBusy`: it is there and asks for time, which says nothing against it. */
  | { readonly kind: 'failed'; readonly isBusy: boolean }

/** What is kept of an answer, in characters; the receiver is told so in docs/agents-by-webhook.md. */
const longestNote = 8_000

/**
 * Reads what came back for a consult. 2xx with `{"answer":"reply","note"}` answers it, `{"answer":"decline","reason"}`, 409
 * and 410 turn it down; another 2xx says that it arrived.
 */
export function readConsultReply(outcome: ReadableOutcome): ConsultReply {
  if (outcome.kind === 'failed') return { kind: 'failed', isBusy: false }
  const said = outcome.bodyIsTruncated ? {} : membersOf(outcome.bodyText)
  if (outcome.status === 409 || outcome.status === 410) return answerOf(said['reason'])
  if (outcome.status < 200 || outcome.status > 299) return { kind: 'failed', isBusy: outcome.status === 429 }
  if (said['answer'] === 'reply') return answerOf(said['note'])
  if (said['answer'] === 'decline') return answerOf(said['reason'])
  return { kind: 'received' }
}

function answerOf(note: unknown): ConsultReply {
  const text = typeof note === 'string' ? plain(note, { keepsLines: true }).trim().slice(0, longestNote) : ''
  return { kind: 'answer', note: text === '' ? null : text }
}
