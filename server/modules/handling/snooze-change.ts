import { hasEnded } from '../../core/lifecycle/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import type { Ticket } from '../tickets/index.ts'
import { wakingChange } from './snooze-end.ts'
import { noChange, type TicketChange } from './ticket-change.ts'

/** Nobody remembers why something was put aside longer ago. */
const longestMs = 366 * 86_400_000

/** Throws `invalid`, at `/until`, for a time that has passed or is too far away. */
export function refuseSnoozeTime(until: number, now: number): void {
  if (until <= now) throw refuseField('/until', 'past', 'That time has passed.')
  if (until > now + longestMs) throw refuseField('/until', 'too_late', 'A ticket is put aside for a year at most.')
}

/** Puts a ticket aside until a time; live = somebody is on the line or waits for a call. Throws `conflict`. */
export function putAsideChange(
  { statusCategory, snoozedUntil }: Ticket,
  { until, isLive }: { until: number; isLive: boolean },
): TicketChange {
  if (hasEnded(statusCategory))
    throw new AppError('conflict', `The ticket is ${statusCategory}: there is nothing to put aside.`, {
      reason: 'ended',
    })
  if (isLive)
    throw new AppError('conflict', 'Somebody is on the line or waits for a call: this cannot be put aside.', {
      reason: 'live',
    })
  if (snoozedUntil === until) return noChange
  return {
    patch: { snoozedUntil: until },
    facts: [{ type: 'ticket.snoozed', data: { until: new Date(until).toISOString() } }],
    clockEvents: [],
    taskMoves: [{ kind: 'pause' }],
  }
}

/** Takes a ticket up again; one that was not put aside stays as it is. */
export function takeUpChange({ snoozedUntil }: Ticket): TicketChange {
  return snoozedUntil === null ? noChange : wakingChange('person')
}
