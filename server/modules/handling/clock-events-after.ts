import type { ClockEvent } from '../../core/clocks/index.ts'
import { awaitsPartner, categoryOf, hasEnded } from '../../core/lifecycle/index.ts'
import type { Staged, TicketChange } from './ticket-change.ts'

/**
 * What clocks hear of a change: its own events, and that another queue has the ticket or whether it awaits a partner, which
 * its patch says. What ends with the ticket ends in its queue; what opens again does so in the new one.
 */
export function clockEventsAfter(
  { ticket, lifecycle }: Pick<Staged, 'ticket' | 'lifecycle'>,
  { patch, clockEvents }: Pick<TicketChange, 'patch' | 'clockEvents'>,
  at: number,
): readonly ClockEvent[] {
  const { queue, status } = patch
  const moved: ClockEvent[] = queue === undefined || queue === ticket.queue ? [] : [{ kind: 'queue', to: queue, at }]
  const isAwaited = awaitsPartner(lifecycle, status ?? ticket.status)
  const isHeard =
    status !== undefined &&
    (isAwaited || awaitsPartner(lifecycle, ticket.status) || clockEvents.some(({ kind }) => kind === 'restored'))
  const partner: ClockEvent[] = isHeard ? [{ kind: 'partner', isAwaited, at }] : []
  const category = status === undefined ? null : categoryOf(lifecycle, status)
  const isEnd = category !== null && hasEnded(category)
  return isEnd ? [...clockEvents, ...partner, ...moved] : [...moved, ...clockEvents, ...partner]
}
