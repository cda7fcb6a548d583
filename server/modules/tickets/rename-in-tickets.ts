import type { KeyRenames } from '../../core/workflow/index.ts'
import { chunk } from '../../platform/chunk.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { type RenamedTicket, saveRenamedTickets } from './ticket-renames-store.ts'

/** Tickets of one statement: it must end well within the time a statement may take. */
const atOnce = 5_000

/** Writes the new names of keys into tickets this transaction holds, each with its event. */
export async function renameInTickets(
  tx: Tx,
  context: Context,
  { tickets, renames, version }: { tickets: readonly RenamedTicket[]; renames: KeyRenames; version: number },
): Promise<void> {
  for (const some of chunk(tickets, atOnce)) {
    const ticketIds = some.map((ticket) => ticket.id)
    const saved = await saveRenamedTickets(tx, context.workspace.id, { ticketIds, renames, at: context.now() })
    const changed = new Map(some.map((ticket) => [ticket.id, [...ticket.changed]]))
    const events = saved.map(({ id, eventSeq }): NewEvent => ({
      type: 'ticket.updated',
      subject: { kind: 'ticket', id, seq: eventSeq },
      ticketId: id,
      data: { changed: changed.get(id) ?? [] },
      cause: { workflowVersion: version },
    }))
    await appendEvents(tx, context, events)
  }
}
