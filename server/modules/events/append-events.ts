import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { checkEventData } from './catalogue.ts'
import { actorOf, type NewEvent } from './event.ts'
import { insertEvents } from './event-store.ts'
import { announceEvents } from './feed-hint.ts'

/** What made it happen: what its call is for, and the event's own reason. */
function causeOf({ cause }: Context, event: NewEvent): Readonly<Record<string, unknown>> | null {
  return cause === undefined ? (event.cause ?? null) : { ...cause, ...event.cause }
}

/**
 * Records facts in the transaction of the change they tell of, in the order given.
 * The subjects' rows must be locked (just inserted or updated) by this transaction. Gives the new events' ids.
 */
export async function appendEvents(tx: Tx, context: Context, events: readonly NewEvent[]): Promise<string[]> {
  if (events.length === 0) return []
  const rows = events.map((event) => {
    checkEventData(event.type, event.data)
    return {
      id: newId(),
      ticket_id: event.ticketId,
      subject_kind: event.subject.kind,
      subject_id: event.subject.id,
      subject_seq: event.subject.seq,
      type: event.type,
      cause: causeOf(context, event),
      data: event.data,
    }
  })
  const written = { at: new Date(context.now()), actor: actorOf(context.principal), origin: context.origin }
  await insertEvents(tx, context.workspace.id, written, rows)
  tx.afterCommit(() => announceEvents(context.memory))
  return rows.map((row) => row.id)
}
