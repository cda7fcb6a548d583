import type { Context, Tx } from '../../platform/context.ts'
import { withoutText } from '../../platform/without-text.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { findTicket, saveTicket, type Ticket, type TicketPatch } from '../tickets/index.ts'

export type RedactionFact = Extract<NewEvent, { type: 'message.redacted' }>['data']

/** What of a ticket people write, and so may have written a second time. */
const written = ['issueSummary', 'cause', 'correction', 'resolution', 'fields'] as const

/** In the place of a subject, in every language. */
const gone = '[…]'

/** Takes a text out of the ticket itself, which is locked, and tells what was done there. */
export async function saveRedacted(
  tx: Tx,
  context: Context,
  { ticketId, text, facts, at }: { ticketId: string; text: string; facts: readonly RedactionFact[]; at: number },
): Promise<void> {
  const ticket = await findTicket(tx, context.workspace.id, ticketId)
  if (ticket === null) throw new Error(`Ticket ${ticketId} is held and gone.`)
  const patch = patchOf(ticket, text)
  const changed = Object.keys(patch)
  const told = [
    ...facts.map((data) => ({ type: 'message.redacted', data }) as const),
    ...(changed.length === 0 ? [] : [{ type: 'ticket.updated', data: { changed } } as const]),
  ]
  await saveTicket(tx, context.workspace.id, { ticketId, patch, events: told.length, at })
  const events = told.map((fact, place): NewEvent => {
    const subject = { kind: 'ticket', id: ticketId, seq: ticket.eventSeq + 1 + place } as const
    return { ...fact, subject, ticketId }
  })
  await appendEvents(tx, context, events)
}

function patchOf(ticket: Ticket, text: string): TicketPatch {
  const now = Object.fromEntries(written.map((name) => [name, ticket[name]]))
  const left = withoutText(now, text) as typeof now
  const changed = written.filter((name) => left[name] !== now[name])
  // A ticket is known by its subject in every list: there is always something to read.
  return Object.fromEntries(
    changed.map((name) => [name, left[name] === '' && name === 'issueSummary' ? gone : left[name]]),
  )
}
