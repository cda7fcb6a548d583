import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { checkEventData, type EventType } from './catalogue.ts'
import { actorOf } from './event.ts'
import type { TicketEventRow } from './event-rows-store.ts'

/** A fact of a ticket, at a place in its sequence that the caller has taken. */
interface PlacedFact {
  readonly ticketId: string
  readonly seq: number
  readonly type: EventType
  readonly data: object
}

/** Gives the way to write facts of one call as rows of a larger statement, their data checked. */
export function ticketEventRows(context: Context): (fact: PlacedFact) => TicketEventRow {
  const actor = JSON.stringify(actorOf(context.principal))
  const origin = context.origin === null ? null : JSON.stringify(context.origin)
  return ({ ticketId, seq, type, data }) => {
    checkEventData(type, data)
    return {
      id: newId(),
      ticket_id: ticketId,
      subject_seq: seq,
      type,
      actor,
      data: JSON.stringify(data),
      origin,
    }
  }
}
