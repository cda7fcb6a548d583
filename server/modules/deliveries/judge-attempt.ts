import { turnsDownTicket } from '../../core/handoff/index.ts'
import { nextOfferAttemptInMs } from '../../core/webhooks/next-offer-attempt.ts'
import { nextAttempt } from '../../core/webhooks/next-attempt.ts'
import { readConsultReply } from '../../core/webhooks/read-consult-reply.ts'
import { readOfferReply } from '../../core/webhooks/read-offer-reply.ts'
import { judgeAnswer } from '../../core/webhooks/judge-answer.ts'
import type { OutboundResult } from '../../platform/outbound/index.ts'
import { type ClaimedDelivery, type DeliveryState, isForAgent } from './delivery.ts'

/** An attempt that never left: it failed inside the product (no key, no signature). */
export interface OwnFailure {
  readonly kind: 'broken'
  readonly durationMs: number
}

export type AttemptResult = OutboundResult | OwnFailure

/** What an attempt makes of its delivery; `retryInMs` is set while the state is `pending`. */
export interface Verdict {
  readonly state: DeliveryState
  readonly retryInMs: number | null
  /** Pending until its endpoint is there again. */
  readonly isParked: boolean
}

type JudgedDelivery = Pick<
  ClaimedDelivery,
  | 'type'
  | 'attempts'
  | 'uncounted'
  | 'isReplay'
  | 'isProbe'
  | 'wasDelivered'
  | 'ownFailures'
  | 'offer'
  | 'consult'
  | 'expiresAt'
>

/** A probe that fails costs its delivery no attempt: the endpoint is tried, not the delivery. */
const parked: Verdict = { state: 'pending', retryInMs: null, isParked: true }

/** A delivery that failed so often inside the product is taken out (reliability.md 3.4). */
const ownFailuresAtMost = 3

/**
 * Judges an attempt (reliability.md 3.2, 3.3). `nowMs` is the database's time, `jitter` a random number in [0, 1),
 * `delaysMs` the schedule of the workspace.
 * A replay that fails leaves the delivery as it was: delivered before or dead, and outside the schedule.
 */
export function judgeAttempt(
  delivery: JudgedDelivery,
  result: AttemptResult,
  chance: { nowMs: number; jitter: number; delaysMs: readonly number[] },
): Verdict {
  if (result.kind === 'broken' && delivery.ownFailures + 1 >= ownFailuresAtMost) return ended('quarantined')
  const outcome = result.kind === 'broken' ? ({ kind: 'failed', errorClass: 'internal' } as const) : result
  const failed = {
    attempt: delivery.attempts - delivery.uncounted + 1,
    failedAtMs: chance.nowMs,
    outcome,
    jitter: chance.jitter,
    delaysMs: chance.delaysMs,
  }
  const answer = isTurnedDown(result, delivery) ? 'delivered' : judgeAnswer(outcome)
  if (answer === 'delivered') return ended('delivered')
  if (answer === 'gone' && !isForAgent(delivery)) return ended('cancelled')
  if (delivery.isReplay) return ended(delivery.wasDelivered ? 'delivered' : 'dead')
  if (delivery.isProbe && answer !== 'aborted') return parked
  if (delivery.expiresAt !== null)
    return againBefore(nextOfferAttemptInMs({ ...failed, expiresAtMs: delivery.expiresAt }))
  const next = nextAttempt(failed)
  return next.kind === 'retry' ? pending(next.atMs - chance.nowMs) : ended('dead')
}

/** An offer, a question or a partner's ticket that is turned down has been heard; of agents 410 ends nothing else. */
function isTurnedDown(result: AttemptResult, { type, offer, consult }: JudgedDelivery): boolean {
  if (result.kind === 'broken') return false
  if (turnsDownTicket(type, result)) return true
  if (offer !== null) return readOfferReply(result, offer.acceptance).kind !== 'failed'
  return consult !== null && readConsultReply(result).kind !== 'failed'
}

function againBefore(retryInMs: number | null): Verdict {
  return retryInMs === null ? ended('dead') : pending(retryInMs)
}

function ended(state: DeliveryState): Verdict {
  return { state, retryInMs: null, isParked: false }
}

function pending(retryInMs: number): Verdict {
  return { state: 'pending', retryInMs, isParked: false }
}
