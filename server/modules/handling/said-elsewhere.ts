import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Ticket } from '../tickets/index.ts'

/** The refusal of what belongs on another ticket by now: this one was merged, or closed longer than it may be reopened. */
export class SaidElsewhere extends AppError {}

/** Refuses to change a ticket that was merged into another. Throws `SaidElsewhere`, a `conflict`. */
export function refuseMerged({ mergedInto }: Pick<Ticket, 'mergedInto'>): void {
  if (mergedInto === null) return
  throw new SaidElsewhere('conflict', `This ticket was merged into #${mergedInto.number}.`, {
    reason: 'merged',
    mergedInto: { id: encodeId('ticket', mergedInto.id), number: mergedInto.number },
  })
}

/** The refusal of a customer's reply to a ticket that may not be reopened any more. */
export function needsFollowUp(): SaidElsewhere {
  const message = 'This ticket was closed too long ago to be reopened; the reply belongs to a follow-up.'
  return new SaidElsewhere('conflict', message, { reason: 'follow_up' })
}
