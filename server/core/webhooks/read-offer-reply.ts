import type { AttemptOutcome } from './judge-answer.ts'
import { membersOf, plain } from './read-members.ts'

/** An outcome with what the receiver wrote. */
export type ReadableOutcome =
  | (Extract<AttemptOutcome, { kind: 'answered' }> & { readonly bodyText: string; readonly bodyIsTruncated: boolean })
  | Extract<AttemptOutcome, { kind: 'failed' }>

/** What an agent's endpoint made of an offer. `received`: the answer comes by a later call. `failed`: ask again. */
export type OfferReply =
  | { readonly kind: 'accept' }
  | { readonly kind: 'decline'; readonly code: string | null; readonly reason: string | null }
  | { readonly kind: 'received' }
  /** `isBusy`: it is there and asks for time, which says nothing against it. */
  | { readonly kind: 'failed'; readonly isBusy: boolean }

const codePattern = /^[a-z0-9][a-z0-9_-]{0,62}$/
const longestReason = 1_000

/**
 * Reads what came back for an offer. 2xx with `{"answer":"accept"}` or `{"answer":"decline","code","reason"}` answers it;
 * another 2xx takes it where the agent accepts by receipt, and else says that it arrived. 409 and 410 decline.
 */
export function readOfferReply(outcome: ReadableOutcome, acceptance: 'explicit' | 'receipt'): OfferReply {
  if (outcome.kind === 'failed') return { kind: 'failed', isBusy: false }
  const said = outcome.bodyIsTruncated ? {} : membersOf(outcome.bodyText)
  if (outcome.status === 409 || outcome.status === 410) return declineOf(said)
  if (outcome.status < 200 || outcome.status > 299) return { kind: 'failed', isBusy: outcome.status === 429 }
  if (said['answer'] === 'decline') return declineOf(said)
  if (said['answer'] === 'accept' || acceptance === 'receipt') return { kind: 'accept' }
  return { kind: 'received' }
}

function declineOf({ code, reason }: Readonly<Record<string, unknown>>): OfferReply {
  return {
    kind: 'decline',
    code: typeof code === 'string' && codePattern.test(code) ? code : null,
    reason: typeof reason === 'string' && reason.trim() !== '' ? plain(reason).slice(0, longestReason) : null,
  }
}
