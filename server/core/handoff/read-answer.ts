import { type AttemptOutcome, judgeAnswer } from '../webhooks/judge-answer.ts'
import { isPartnerEvent } from './partner-event.ts'

/**
 * What a partner's endpoint made of an event. `declined`: it does not want this ticket, by 409 or by asking for no more
 * of it; `gone`: it wants nothing at that address any more; `unheard`: it is to be told again.
 */
export type PartnerAnswer = 'heard' | 'declined' | 'gone' | 'unheard'

/** Reads the answer to an event that partners subscribe to; null for what is none of theirs. */
export function readPartnerAnswer(type: string, outcome: AttemptOutcome): PartnerAnswer | null {
  if (!isPartnerEvent(type)) return null
  const verdict = judgeAnswer(outcome)
  if (verdict === 'delivered') return 'heard'
  if (verdict === 'gone') return 'gone'
  return verdict === 'aborted' || isConflict(outcome) ? 'declined' : 'unheard'
}

/** Whether a partner turned one ticket down by its status: told once, that is the end of it. */
export function turnsDownTicket(type: string, outcome: AttemptOutcome): boolean {
  return isPartnerEvent(type) && isConflict(outcome)
}

function isConflict(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'answered' && outcome.status === 409
}
