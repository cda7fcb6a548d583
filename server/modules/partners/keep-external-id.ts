import type { Context, Tx } from '../../platform/context.ts'
import { commitChange, gripTicket, noChange } from '../handling/index.ts'
import { saveExternalId } from './handoff-store.ts'

/**
 * Keeps the partner's own id of a ticket it was handed, and writes it on the ticket, where staff read it: a change like any
 * other. The id that is there already changes nothing.
 */
export async function keepExternalId(
  tx: Tx,
  context: Context,
  { ticketId, externalId }: { ticketId: string; externalId: string | null },
): Promise<void> {
  const grip = await gripTicket(tx, context, { ticketId, agentIds: [] })
  if (grip === null) return
  await saveExternalId(tx, context.workspace.id, { ticketId, externalId })
  const { handoff } = grip.ticket
  if ((handoff?.['externalId'] ?? null) === externalId) return
  await commitChange(tx, context, grip, {
    ...noChange,
    patch: { handoff: { ...handoff, externalId } },
    facts: [{ type: 'ticket.updated', data: { changed: ['handoff'] } }],
  })
}
